/** Renders each thing once. For things that are never changed. */
export function textOnce<Thing extends object>(
  render: (thing: Thing) => string,
): (thing: Thing) => string {
  const texts = new WeakMap<Thing, string>();
  return (thing) => {
    const text = texts.get(thing) ?? render(thing);
    texts.set(thing, text);
    return text;
  };
}
