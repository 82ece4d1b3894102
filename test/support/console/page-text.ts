/** As a person reads it. */
export function textOf(page: string): string {
  return page
    .replace(/<(style|script|head)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

/** Where the form goes that confirms what a page has shown. */
export function confirmationIn(page: string): string {
  return /action="([^"]*(?:failed\/(?:shown|fix)|send)\/[^"]+)"/.exec(page)?.[1] ?? '';
}
