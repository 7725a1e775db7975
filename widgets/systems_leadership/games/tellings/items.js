// The part with right answers: a question at a time, an answer first, then why.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Button, KEYS } from "../../page.js";
import { inOrder, put } from "../parts/choice.js";

function Option({ line, item, k, o, done }) {
  const [pressed, press] = useState(false);
  const answer = async () => { press(true); await line.move({ do: "answer", item, option: Number(k) }); press(false); };
  return html`<li>${o.why !== undefined || done ? html`<div class=${"answer" + (o.right ? " is" : "")}><p><span aria-hidden="true">${o.right ? "●" : "○"}</span> ${o.right && html`<span class="hidden">The one: </span>`}${o.text}</p><p class="small">${o.why}</p></div>`
    : html`<${Button} kind=${"answer" + (pressed ? " pressed" : "")} disabled=${line.busy && !pressed} onClick=${answer}>${o.text}</${Button}>`}</li>`;
}

export function Items({ line, screen, said }) {
  const w = screen.furniture.words, list = inOrder(screen.items), first = list.findIndex(([, i]) => !i.done), [at, go] = useState(Math.max(0, first)), [id, item] = list[at], top = useRef(null), moved = useRef(false);
  useEffect(() => { if (moved.current) top.current?.focus(); moved.current = false; }, [at]);
  const turn = (n) => { moved.current = true; line.status = ""; go(n); };
  return html`<section class="sheet"><p class="small">${put(w.facts_count, { n: at + 1, all: list.length })}. ${item.done ? w.answered : item.tried ? w.again : ""}</p><p class="words card" tabindex="-1" ref=${top} ...${KEYS}>${item.asks}</p>${item.shows && html`<p><b>${w.fact_which}</b></p>`}
    <ul class="plain" key=${id}>${inOrder(item.options).map(([k, o]) => html`<${Option} key=${k} line=${line} item=${id} k=${k} o=${o} done=${item.done}/>`)}</ul>${said}
    <div class="row gap">${at > 0 && html`<${Button} onClick=${() => turn(at - 1)}>${w.fact_before}</${Button}>`}${at < list.length - 1 && html`<${Button} kind=${item.done ? "primary" : ""} onClick=${() => turn(at + 1)}>${item.done ? w.fact_next : w.fact_leave}</${Button}>`}</div></section>
    ${screen.solved === list.length && html`<p>${put(w.facts_done, { all: list.length })}</p>`}<p class="small limits">${screen.furniture.limits}</p>`;
}
