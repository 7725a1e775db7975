// One card at a time: choose an answer, then read why. Nothing counts for marks.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Button, KEYS, Saved, Status, exercise } from "../../page.js";

const inOrder = (things) => Object.entries(things).sort((a, b) => a[1].order - b[1].order);

function Option({ line, card, k, o, done }) {
  const [pressed, press] = useState(false);
  const answer = async () => { press(true); await line.move({ do: "answer", card, option: Number(k) }); press(false); };
  const told = o.why !== undefined;
  return html`<li>${told || done ? html`<div class=${"answer" + (o.right ? " is" : "")}><p><span aria-hidden="true">${o.right ? "●" : "○"}</span> ${o.right && html`<span class="hidden">The one: </span>`}${o.text}</p><p class="small">${o.why}</p></div>`
    : html`<${Button} kind=${"answer" + (pressed ? " pressed" : "")} disabled=${line.busy && !pressed} onClick=${answer}>${o.text}</${Button}>`}</li>`;
}

function Cards({ line, screen }) {
  const cards = inOrder(screen.cards), first = cards.findIndex(([, c]) => !c.done), [at, go] = useState(Math.max(0, first)), [id, card] = cards[at], top = useRef(null), moved = useRef(false);
  useEffect(() => { if (moved.current) top.current?.focus(); }, [at]);
  const turn = (n) => { moved.current = true; line.status = ""; go(n); };
  return html`<div class="row between"><h2 class="title">${screen.title}</h2><${Saved} line=${line}/></div><p class="prose">${screen.intro}</p>
    <section class="sheet"><p class="small">Card ${at + 1} of ${cards.length}${card.done ? ". Answered." : card.tried ? ". Choose again." : "."}</p><p class="words card" tabindex="-1" ref=${top} ...${KEYS}>${card.question}</p>
      <ul class="plain" key=${id}>${inOrder(card.options).map(([k, o]) => html`<${Option} key=${k} line=${line} card=${id} k=${k} o=${o} done=${card.done}/>`)}</ul>
      <${Status} line=${line} stay/><div class="row gap">${at > 0 && html`<${Button} onClick=${() => turn(at - 1)}>Card before</${Button}>`}${at < cards.length - 1 && html`<${Button} kind=${card.done ? "primary" : ""} onClick=${() => turn(at + 1)}>${card.done ? "Next card" : "Leave it for now"}</${Button}>`}</div></section>
    ${screen.done === cards.length && html`<p>You have answered all ${cards.length}. They are not marked.</p>`}`;
}

export default exercise(Cards);
