// Choose how the paper is written: the votes follow, and with the same wishes the money buys something else. Two wishes can change places, too.
import { html, useState } from "../../vendor/preact.js";
import { Button, KEYS, exercise } from "../../page.js";

const inOrder = (things) => Object.entries(things).sort((a, b) => a[1].order - b[1].order);
const capital = (words) => words[0].toUpperCase() + words.slice(1);
const CORNERS = [[150, 26], [252, 202], [48, 202]], WIDE = 46, HIGH = 17;

// Which of two things most people want more: an arrow from it to the other, once it has come to a vote. Round a circle there is no first.
function Circle({ screen, now, paper, tried }) {
  const voted = Object.keys(tried).flatMap((p) => now.papers[p].rounds), at = Object.fromEntries(inOrder(screen.options).map(([o], n) => [o, CORNERS[n]]));
  const pairs = Object.values(now.beats).filter((b) => voted.some((r) => r.winner === b.winner && r.loser === b.loser));
  const turn = (b) => paper ? paper.rounds.findIndex((r) => r.winner === b.winner && r.loser === b.loser) + 1 : 0;
  const said = pairs.map((b) => `${screen.options[b.winner].name} over ${screen.options[b.loser].name}, ${b.by}`).join("; ");
  return html`<svg class="circle" viewBox="0 0 300 232" role="img" aria-label=${said ? capital(said) + "." : "Three things, and no vote yet."}>
    ${pairs.map((b) => { const [x1, y1] = at[b.winner], [x2, y2] = at[b.loser], d = Math.hypot(x2 - x1, y2 - y1), ux = (x2 - x1) / d, uy = (y2 - y1) / d, n = turn(b), mx = (x1 + x2) / 2, my = (y1 + y2) / 2, clear = Math.min(WIDE / Math.abs(ux || .001), HIGH / Math.abs(uy || .001)) + 5, tip = [x2 - ux * clear, y2 - uy * clear];
      return html`<g key=${b.winner + b.loser} class=${n ? "held" : ""}><path d=${`M${x1 + ux * clear} ${y1 + uy * clear}L${tip[0] - ux * 6} ${tip[1] - uy * 6}`}/><path class="tip" d="M0 0L-11 -5.5L-11 5.5Z" transform=${`translate(${tip[0]} ${tip[1]})rotate(${Math.atan2(uy, ux) * 180 / Math.PI})`}/>
        ${n > 0 && html`<circle cx=${mx} cy=${my} r="12"/><text x=${mx} y=${my + 5}>${n}</text>`}</g>`; })}
    ${Object.entries(at).map(([o, [x, y]]) => { const won = paper?.buys === o, off = paper && !paper.rounds.some((r) => r.winner === o || r.loser === o);
      return html`<g key=${o} class=${"thing" + (won ? " won" : "") + (off ? " off" : "")}><rect x=${x - WIDE} y=${y - HIGH} width=${2 * WIDE} height=${2 * HIGH} rx="4"/><text x=${x} y=${y + 5}>${capital(screen.options[o].name)}</text></g>`; })}</svg>`;
}

// One side of a vote: the thing, and who is for it. The winner has the highlighter behind it and says so in words.
function Side({ screen, option, who, won }) {
  return html`<li class=${"side" + (won ? " won" : "")}><b>${capital(screen.options[option].name)}</b>${won && html`<span class="hidden"> wins</span>`}<span class="small">${who.length ? who.map((v) => screen.voters[v].name).join(", ") : "nobody"}</span></li>`;
}

function Votes({ screen, paper }) {
  return html`<ol class="votes">${paper.rounds.map((r, n) => html`<li key=${n}><p class="small">${paper.rounds.length === 1 ? "The only vote" : n ? "2. Second vote" : "1. First vote"}</p>
      <ul><${Side} screen=${screen} option=${r.winner} who=${r.won} won/><${Side} screen=${screen} option=${r.loser} who=${r.lost}/></ul></li>`)}
    <li class="buys"><p class="small">The money buys</p><p class="words">${screen.options[paper.buys].buys}</p></li></ol>`;
}

function Agenda({ screen }) {
  const [swapped, swap] = useState([]), [chosen, write] = useState(null), [tried, keep] = useState({}), [said, say] = useState(screen.ask);
  const voters = inOrder(screen.voters), papers = inOrder(screen.papers), name = voters.map(([v]) => v).filter((v) => swapped.includes(v)).join(" "), now = screen.wishes[name], paper = now.papers[chosen];
  const whole = papers.filter(([, p]) => p.whole), seen = whole.every(([p]) => tried[p]);
  const choose = (p) => { write(p); keep({ ...tried, [p]: true }); say(now.papers[p].said); };
  const turn = (v) => { swap(swapped.includes(v) ? swapped.filter((o) => o !== v) : [...swapped, v]); write(null); keep({}); say(screen.swapped); };
  const button = ([p, it]) => html`<${Button} key=${p} kind="toggle" aria-pressed=${p === chosen ? "true" : "false"} onClick=${() => choose(p)}>${it.words} <span class="small">${tried[p] ? `buys ${screen.options[now.papers[p].buys].name}` : "not tried"}</span></${Button}>`;
  return html`<table class="stack wishes"><thead><tr><th scope="col">Who has a vote</th>${screen.places.map((p) => html`<th scope="col" key=${p}>${p}</th>`)}<td></td></tr></thead>
      <tbody>${voters.map(([v, it]) => html`<tr key=${v}><th scope="row">${it.full}</th>${now.of[v].map((o, n) => html`<td key=${n} class="wish">${screen.options[o].name}</td>`)}
        <td><${Button} kind="toggle" aria-pressed=${swapped.includes(v) ? "true" : "false"} aria-label=${`${it.full}: swap second and third`} onClick=${() => turn(v)}>Swap second and third</${Button}></td></tr>`)}</tbody></table>
    <div class="paper"><figure><${Circle} screen=${screen} now=${now} paper=${paper} tried=${tried}/><figcaption class="small">Arrows come with the votes: from what most of them want more.</figcaption></figure>
      <div><p id="sl-whole"><b>All three on the paper.</b> The first vote:</p><div class="row" role="group" aria-labelledby="sl-whole">${whole.map(button)}</div>
        <p id="sl-two"><b>Something left off.</b></p><div class="row" role="group" aria-labelledby="sl-two">${papers.filter(([, p]) => !p.whole).map(button)}</div></div></div>
    <p role="status" class="status">${said}${paper && seen ? ` ${now.verdict}` : ""}</p>
    ${paper && html`<${Votes} screen=${screen} paper=${paper}/>`}
    <p class="small gap">${screen.caption}</p>
    <details><summary ...${KEYS}>In words: the six papers with these wishes, and what each buys</summary><ul class="plain">${papers.map(([p, it]) => html`<li key=${p}><b>${it.words}</b>${it.whole ? ", first" : ""}. ${now.papers[p].said}</li>`)}</ul></details>`;
}

export default exercise(Agenda);
