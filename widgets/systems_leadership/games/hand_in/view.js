// Handing in: what would be handed in, the process marks as they stand, one button, receipts.
import { html, useState } from "../../vendor/preact.js";
import { Box, Button, KEYS, Saved, Status, exercise } from "../../page.js";

const when = (iso) => new Date(iso).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

function save({ name, data }) {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), a = document.createElement("a");
  a.href = URL.createObjectURL(new Blob([bytes], { type: "application/zip" })); a.download = name; a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10000);
}

// A file of the course's folder, at the address its Jupyter server has it.
function fileAddress(path) {
  const config = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
  return `${config.baseUrl ?? "/"}files/${path.split("/").map(encodeURIComponent).join("/")}`;
}

// The exercise a line is about, on this same page.
function To({ exercise: id, children }) { return html`<a href="work.ipynb" data-sl-open="work.ipynb" data-sl-exercise=${id} ...${KEYS}>${children}</a>`; }

function HandIn({ line, screen }) {
  const [number, setNumber] = useState(screen.learner), receipts = Object.values(screen.receipts), last = receipts[receipts.length - 1], feedback = Object.entries(screen.feedback);
  const handIn = async () => {
    if (!screen.hub && number.trim() !== screen.learner && !(await line.move({ do: "number", learner: number })).made) return;
    await line.move({ do: "hand_in" });
  };
  line.onFile = save;
  return html`<div class="row between"><h2 class="title">Hand in</h2><${Saved} line=${line}/></div>
    <p class="prose">${screen.hub ? "Your work goes to your tutor through this hub." : `One file is made, in the folder “${screen.folder}”. Send it to your tutor, or upload it where your college asks you to.`} You can hand in again; the newest counts.</p>
    <h3 data-sl-part="missing" tabindex="-1" ...${KEYS}>As your record stands now</h3>
    <ul class="plain">${Object.entries(screen.checks).map(([name, c]) => html`<li key=${name}><${To} exercise=${c.exercise}><b>${c.title}: process ${c.score} of ${c.points}</b></${To}>${c.why.map((f) => html`<div class="small">${f.met ? "●" : "○"} ${f.why}</div>`)}</li>`)}
      ${Object.entries(screen.parts).map(([id, words]) => html`<li key=${id}><${To} exercise=${id}>${words}</${To}></li>`)}</ul>
    ${screen.frame.map((words) => html`<p class="trouble" key=${words}>${words}</p>`)}
    <p class="small">These marks are only for going through the process. Your tutor reads and marks what you wrote.</p>
    <h3 data-sl-part="hand-in" tabindex="-1" ...${KEYS}>Hand it in</h3>
    ${!screen.hub && html`<div class="box"><label for="sl-number"><b>Your learner number</b></label><p class="small" id="sl-number-hint">As your tutor gave it. Your name is not needed.</p>
      <input type="text" id="sl-number" aria-describedby="sl-number-hint" autocomplete="off" value=${number} onInput=${(e) => setNumber(e.target.value)} ...${KEYS}/></div>`}
    <div class="row gap"><${Button} kind="primary" disabled=${line.busy} onClick=${handIn}>${last ? "Hand in again" : "Hand in"}</${Button}>
      ${last && last.to !== "the exchange" && html`<${Button} onClick=${() => line.send({ fetch: last.to })}>Save a copy of the file elsewhere</${Button}>`}</div>
    <${Status} line=${line}/>
    ${screen.hub && (last || feedback.length > 0) && html`<h3 data-sl-part="feedback" tabindex="-1" ...${KEYS}>Feedback</h3>
      <div class="row gap"><${Button} disabled=${line.busy} onClick=${() => line.send({ fetch: "feedback" })}>Look for feedback</${Button}></div>
      <ul class="plain">${feedback.map(([at, path]) => html`<li key=${at}><a href=${fileAddress(path)} target="_blank" rel="noopener" ...${KEYS}>Read the feedback on what you handed in on ${when(at)}</a> <span class="small">(opens beside this page)</span></li>`)}</ul>`}
    ${last && html`<h3>Receipts</h3>${screen.changed && html`<p><mark>You have worked on since you handed in. Hand in again if that should be read.</mark></p>`}
      <ul class="plain">${receipts.map((r, n) => html`<li key=${n}>${when(r.handed_in)}, as ${r.learner}: <span class="small">${r.to === "the exchange" ? "sent to the exchange" : r.to}; ${r.files.map((f) => `${f.name} (${f.bytes.toLocaleString()} bytes)`).join(", ")}</span></li>`).reverse()}</ul>`}`;
}

export default exercise(HandIn);
