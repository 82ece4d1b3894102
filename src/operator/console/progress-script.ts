/** Shows how far work is, once a second, and its result when it ends. Without script, a link does. */
export const PROGRESS_SCRIPT = `const progress = document.getElementById('progress');
async function look() {
  try {
    const response = await fetch(progress.dataset.part);
    const text = await response.text();
    if (response.status !== 200) throw new Error(text);
    const part = JSON.parse(text);
    if (part.isDone) return location.replace(progress.dataset.next);
    if (progress.textContent !== part.line) progress.textContent = part.line;
    setTimeout(look, 1000);
  } catch {
    progress.textContent = 'The console does not respond. If it has ended, start it again.';
  }
}
setTimeout(look, 500);
`;
