/** The look of every page: it follows the light or dark setting of the system. */
export const STYLE_SHEET = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #14171c);
  --card: light-dark(#ffffff, #1d2128);
  --ink: light-dark(#1b2028, #e8eaee);
  --quiet: light-dark(#4d5766, #aeb6c2);
  --line: light-dark(#d4d9e0, #3a414c);
  --accent: light-dark(#0b5394, #8fc1f5);
  --on-accent: light-dark(#ffffff, #10233a);
  --good: light-dark(#1d6b3a, #7fd6a0);
  --bad: light-dark(#a4231c, #ff9d94);
  --wait: light-dark(#7a4d00, #f0c05a);
}
* { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, sans-serif; background: var(--ground); color: var(--ink); }
body { margin: 0; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--card); z-index: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
header { background: var(--card); border-bottom: 1px solid var(--line); padding: .75rem 1.5rem; display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: center; }
header p { margin: 0; }
.name { font-weight: 700; }
.name span { font-weight: 400; color: var(--quiet); margin-left: .4rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: .35rem .7rem; border-radius: 6px; text-decoration: none; color: var(--ink); }
nav a:hover { background: var(--ground); }
nav a[aria-current] { background: var(--accent); color: var(--on-accent); }
.mode { margin-left: auto; color: var(--quiet); font-size: .875rem; overflow-wrap: anywhere; }
.mode.changes { color: var(--wait); }
main { max-width: 90rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
p { max-width: 46rem; margin: .5rem 0; overflow-wrap: anywhere; }
.note { color: var(--quiet); font-size: .9rem; }
.empty { padding: 1.25rem 1.5rem; background: var(--card); border: 1px dashed var(--line); border-radius: 10px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; margin: 1rem 0; }
.card > h2:first-child { margin-top: 0; }
.problem { border-left: 5px solid var(--bad); }
.fine { border-left: 5px solid var(--good); }
.waits { border-left: 5px solid var(--wait); }
.good { color: var(--good); } .bad { color: var(--bad); } .wait { color: var(--wait); }
.funnel { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem; margin: 0; padding: 0; }
.funnel li { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; }
.funnel strong { display: block; font-size: 2.2rem; line-height: 1.15; font-variant-numeric: tabular-nums; }
.funnel span { display: block; color: var(--quiet); font-size: .9rem; }
.scroll { overflow: auto; max-height: 36rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem; border-bottom: 1px solid var(--line); }
th { position: sticky; top: 0; background: var(--card); color: var(--quiet); font-weight: 600; white-space: nowrap; }
td { max-width: 34rem; overflow-wrap: break-word; }
td time { white-space: nowrap; }
tbody tr:last-child td { border-bottom: 0; }
dl { margin: .5rem 0; }
dl div { display: grid; grid-template-columns: minmax(8rem, 12rem) 1fr; gap: 0 1rem; padding: .3rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; }
input[type=text], input[type=search], input[type=file], textarea, select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--quiet); border-radius: 6px; padding: .45rem .6rem; width: 100%; max-width: 34rem; min-height: 2.6rem; }
input[size] { width: auto; }
input[type=file] { padding: 2.2rem 1rem; border-style: dashed; border-width: 2px; }
input[type=checkbox] { width: 1.15rem; height: 1.15rem; margin: 0; accent-color: var(--accent); }
textarea { min-height: 14rem; font-family: ui-monospace, monospace; font-size: .9rem; max-width: 100%; }
.field { margin: 1rem 0; }
.field p { margin: .15rem 0; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: .75rem 0; }
.row > div { flex: 0 1 22rem; }
.tick { display: flex; gap: .6rem; align-items: center; font-weight: 400; }
button, .button { font: inherit; font-weight: 600; padding: .5rem 1rem; border-radius: 6px; border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; display: inline-block; }
button.quiet { background: var(--card); color: var(--accent); }
button.danger { background: var(--card); color: var(--bad); border-color: var(--bad); }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.timeline { list-style: none; padding: 0; margin: 1rem 0; border-left: 2px solid var(--line); }
.timeline li { padding: .3rem 0 .9rem 1.25rem; position: relative; }
.timeline li::before { content: ""; position: absolute; left: -7px; top: .75rem; width: 12px; height: 12px; border-radius: 50%; background: var(--accent); }
.timeline li.bad::before { background: var(--bad); } .timeline li.good::before { background: var(--good); }
.timeline time { color: var(--quiet); margin-left: .5rem; }
details { margin: .75rem 0; } summary { cursor: pointer; font-weight: 600; }
.plot { width: 100%; height: auto; max-height: 16rem; display: block; }
.plot .ready { fill: var(--good); } .plot .lost { fill: var(--bad); } .plot .axis { stroke: var(--line); }
.plot text { fill: var(--quiet); font-size: 12px; }
.key { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; margin-right: .35rem; }
.key.ready { background: var(--good); } .key.lost { background: var(--bad); }
@media (max-width: 40rem) {
  header, main { padding-left: 1rem; padding-right: 1rem; }
  .mode { margin-left: 0; }
  .funnel { grid-template-columns: 1fr 1fr; gap: .6rem; }
  .funnel li { padding: .7rem .8rem; } .funnel strong { font-size: 1.7rem; }
  dl div { grid-template-columns: 1fr; }
  .plot text { font-size: 30px; }
}
`;
