/** What this `joiner` has beside its code. `#home` is that of a clone, or of the installed command in its bundle. */
export interface Home {
  /** The folder with the files of the sources that ship. */
  readonly sourcesFolder: string;
  /** The folder that `npm run local` runs a stack in. The installed command has none. */
  readonly cloneFolder: string | undefined;
}
