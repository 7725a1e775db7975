// The list to bring to a meeting: as a table on the page, as plain text to copy, and alone on paper.
import { html, useState } from "../../vendor/preact.js";
import { Button } from "../../page.js";
import { inOrder } from "../parts/choice.js";

const said = (line, id, part) => line.text(`${id}.${part}`).trim();

// What is written so far, with the words as they stand in the boxes.
export function rows(line, screen) {
  const tests = inOrder(screen.furniture.tests), w = screen.furniture.words;
  return inOrder(screen.statements).map(([id, s]) => ({ id, statement: s.own ? said(line, id, "statement") : s.statement, question: said(line, id, "question"), whom: said(line, id, "whom"), work: said(line, id, "work"),
    found: tests.filter(([t]) => s.verdicts[t]).map(([t, it]) => `${it.short}: ${w[s.verdicts[t]].toLowerCase()}`).join("; ") })).filter((r) => r.statement && r.question);
}

// The same as plain text.
export function plain(list, title) {
  return [title, ...list.map((r, n) => [`${n + 1}. “${r.statement}”`, `   ${r.question}`, r.whom && `   To ask: ${r.whom}`, r.found && `   By the tests: ${r.found}`, r.work && `   Whose work: ${r.work}`].filter(Boolean).join("\n"))].join("\n\n");
}

// On paper by itself, without the page around it. Text goes in as text.
function onPaper(text) {
  const frame = document.createElement("iframe");
  frame.style.cssText = "position:absolute;left:-9999px;width:1px;height:1px;border:0"; frame.title = "The list, to print"; frame.tabIndex = -1; frame.setAttribute("aria-hidden", "true");
  document.body.append(frame);
  const page = frame.contentDocument, body = page.createElement("div");
  body.style.cssText = "font:12pt/1.5 Georgia,serif;white-space:pre-wrap;overflow-wrap:break-word";
  body.textContent = text;
  page.body.append(body);
  frame.contentWindow.addEventListener("afterprint", () => frame.remove());
  setTimeout(() => { frame.contentWindow.focus(); frame.contentWindow.print(); });
}

export function List({ line, screen }) {
  const w = screen.furniture.words, list = rows(line, screen), [told, tell] = useState("");
  if (!list.length) return html`<section><h2>${w.list_title}</h2><p class="small">${w.list_none}</p></section>`;
  const copy = async () => { try { await navigator.clipboard.writeText(plain(list, screen.furniture.title)); tell(w.copied); } catch { tell(w.not_copied); } };
  return html`<section class="carried"><h2>${w.list_title}</h2><p class="small">${w.list_text}</p>
    <table class="stack"><thead><tr><th scope="col">${w.said}</th><th scope="col">${w.asked}</th><th scope="col">${w.to_ask}</th><th scope="col">${w.whose_work}</th></tr></thead><tbody>${list.map((r) => html`<tr key=${r.id}><th scope="row" class="small" dir="auto">“${r.statement}”</th>
      <td><span class="asked" dir="auto">${r.question}</span>${r.found && html`<br/><span class="small">${r.found}</span>`}</td><td class="small">${r.whom && html`<span class="narrow">${w.to_ask}: </span>`}<bdi>${r.whom}</bdi></td><td class="small">${r.work && html`<span class="narrow">${w.whose_work}: </span>`}<bdi>${r.work}</bdi></td></tr>`)}</tbody></table>
    <div class="row gap"><${Button} onClick=${copy}>${w.copy}</${Button}><${Button} onClick=${() => onPaper(plain(list, screen.furniture.title))}>${w.print}</${Button}><p role="alert" class="small">${told}</p></div></section>`;
}
