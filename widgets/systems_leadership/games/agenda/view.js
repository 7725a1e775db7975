// Choose how the paper is written: the votes follow, and with the same wishes the money buys something else. Two wishes can change places, too.
import { html, useState } from "../../vendor/preact.js";
import { Button, exercise } from "../../page.js";

const inOrder = (things) => Object.entries(things).sort((a, b) => a[1].order - b[1].order);
const capital = (words) => words[0].toUpperCase() + words.slice(1);

// One side of a vote: the thing, and who is for it. The winner has the highlighter behind it and says so in words.
function Side({ screen, option, who, won }) {
  return html`<li class=${"side" + (won ? " won" : "")}><span><b>${capital(screen.options[option].name)}</b>${won && html`<span class="hidden"> wins</span>`}</span>
    <span class="small">${who.length ? who.map((v) => screen.voters[v].name).join(", ") : "nobody"}</span></li>`;
}

function Votes({ screen, paper }) {
  return html`<ol class="votes">${paper.rounds.map((r, n) => html`<li key=${n}><p class="small">${paper.rounds.length === 1 ? "The vote" : n ? "Second vote" : "First vote"}</p>
      <ul><${Side} screen=${screen} option=${r.winner} who=${r.won} won/><${Side} screen=${screen} option=${r.loser} who=${r.lost}/></ul></li>`)}
    <li class="buys"><p class="small">The money buys</p><p class="words">${screen.options[paper.buys].buys}</p></li></ol>`;
}

function Agenda({ screen }) {
  const [swapped, swap] = useState([]), [paper, write] = useState(null), [tried, keep] = useState({}), [said, say] = useState(screen.ask);
  const voters = inOrder(screen.voters), papers = inOrder(screen.papers), name = voters.map(([v]) => v).filter((v) => swapped.includes(v)).join(" "), now = screen.wishes[name];
  const whole = papers.filter(([, p]) => p.whole), seen = whole.every(([p]) => tried[p]);
  const choose = (p) => { write(p); keep({ ...tried, [p]: true }); say(now.papers[p].said); };
  const turn = (v) => { swap(swapped.includes(v) ? swapped.filter((o) => o !== v) : [...swapped, v]); write(null); keep({}); say(screen.swapped); };
  const button = ([p, it], words) => html`<${Button} key=${p} kind="toggle" aria-pressed=${p === paper ? "true" : "false"} onClick=${() => choose(p)}>${words}</${Button}>`;
  return html`<table class="stack"><thead><tr><th scope="col">Who has a vote</th>${screen.places.map((p) => html`<th scope="col" key=${p}>${p}</th>`)}<td></td></tr></thead>
      <tbody>${voters.map(([v, it]) => html`<tr key=${v}><th scope="row">${it.full}</th>${now.of[v].map((o, n) => html`<td key=${o}><span class="nth">${screen.places[n]}: </span>${screen.options[o].name}</td>`)}
        <td><${Button} kind="toggle" aria-pressed=${swapped.includes(v) ? "true" : "false"} aria-label=${`${it.full}: swap second and third`} onClick=${() => turn(v)}>Swap second and third</${Button}></td></tr>`)}</tbody></table>
    <div class="papers"><div class="row" role="group" aria-label="All three on the paper. Vote first on:"><span class="small">All three on it; first vote:</span>${whole.map((p) => button(p, p[1].words))}</div>
      <div class="row" role="group" aria-label="Two on the paper:"><span class="small">Only two on it:</span>${papers.filter(([, p]) => !p.whole).map((p) => button(p, p[1].words))}</div></div>
    <p role="status" class="status">${said}${paper && seen ? ` ${now.verdict}` : ""}</p>
    ${paper && html`<${Votes} screen=${screen} paper=${now.papers[paper]}/>`}
    ${Object.keys(tried).length > 1 && html`<h3>Papers tried with these wishes</h3><ul class="plain">${papers.filter(([p]) => tried[p]).map(([p, it]) => html`<li key=${p}>${it.words}${it.whole ? " first" : ""}: ${screen.options[now.papers[p].buys].name}.</li>`)}</ul>`}
    <p class="small">${screen.caption}</p>`;
}

export default exercise(Agenda);
