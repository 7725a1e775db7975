// The written sheet on screen: fixed questions, a box each, the learner's own record quoted above it.
import { html, useEffect, useRef } from "../vendor/preact.js";
import { Box, Button, KEYS, Promises, Saved, Status, exercise } from "../page.js";

const count = (text) => text.split(/\s+/).filter(Boolean).length;

// A sheet that is kept or sealed gets shorter or longer at once: the focus goes to its title, so that nobody is left further down the page.
function Title({ screen, kept }) {
  const ref = useRef(null), was = useRef(kept);
  useEffect(() => { if (kept && !was.current) { ref.current.scrollIntoView({ block: "center" }); ref.current.focus({ preventScroll: true }); } was.current = kept; }, [kept]);
  return html`<h2 class="title" tabindex="-1" ref=${ref} ...${KEYS}>${screen.title}</h2>`;
}

function Sheet({ line, screen }) {
  if (screen.stage === "sealed") return html`<div class="row between"><${Title} key="title" screen=${screen} kept=${true}/><${Saved} line=${line}/></div><p class="prose">Sealed. It opens in ${screen.opens}, beside what you write then.</p><${Status} line=${line}/>`;
  const questions = Object.entries(screen.questions).sort((a, b) => a[1].order - b[1].order);
  const total = questions.reduce((n, [id]) => n + count(line.text(id)), 0), [low, high] = screen.words;
  const committed = screen.keeps && Object.keys(screen.kept).length > 0;
  return html`<div class="row between"><${Title} key="title" screen=${screen} kept=${committed}/><${Saved} line=${line}/></div><p class="prose">${screen.intro}</p>
    ${questions.map(([id, q]) => committed
      ? html`<div class="box" key=${id}><p><b>${q.label}</b></p><p class="words" dir="auto">${screen.kept[id]}</p></div>`
      : html`<section class="sheet" key=${id}>${q.prompt && html`<p class="small quote" dir="auto">${q.prompt}</p>`}<${Box} line=${line} field=${id} label=${q.label} hint=${q.hint} parts=${q.parts} rows=${screen.keeps ? 2 : 5}/>
        ${high ? html`<p class="small">${count(line.text(id))} words here</p>` : null}</section>`)}
    ${high ? html`<p class="small" aria-live="off">${total} words in all. About ${low} to ${high} is right; nothing counts them for marks.</p>` : null}
    <${Promises} line=${line} promises=${screen.promises}/>
    ${screen.opens && html`<div class="row gap"><${Button} kind="primary" disabled=${line.busy} onClick=${() => line.move({ do: "keep" })}>Seal it until ${screen.opens}</${Button}></div>`}
    ${screen.keeps && !committed && html`<div class="row gap"><${Button} kind="primary" disabled=${line.busy} onClick=${() => line.move({ do: "keep" })}>Keep this and read on</${Button}></div>`}
    ${committed && screen.after.split(/\n\s*\n/).map((p) => html`<p class="prose">${p}</p>`)}${committed && html`<p class="prose">Now read on below.</p>`}<${Status} line=${line}/>`;
}

export default exercise(Sheet);
