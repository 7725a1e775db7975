// The unfolding game on screen. Draws the state the rules sent; decides nothing.
import { html, useState, useEffect, useMemo, useRef } from "../../vendor/preact.js";
import { Box, Button, Heading, KEYS, Saved, Status, exercise, memo } from "../../page.js";
import { Mark, StakeholderMap, Swatch, TIES } from "../../canvas/canvas.js";
import { Key, Pan, useNarrow } from "../../canvas/frame.js";
import { Debrief, History } from "./debrief.js";

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, k) => values[k] ?? "");
const sorted = (object) => Object.entries(object ?? {}).sort((a, b) => a[1].order - b[1].order);

// One cell a question, a bar at each checkpoint: filled when asked.
function Track({ done, total, step }) {
  const cells = [];
  let x = 4;
  for (let k = 1; k <= total; k++) {
    const is = k <= done;
    cells.push(html`<rect x=${x} y=${is ? 5 : 7} width="9" height=${is ? 12 : 8} rx="1.5" fill=${is ? "var(--ink)" : "none"} stroke=${is ? "var(--ink)" : "var(--soft)"}/>`);
    x += 13;
    if (k % step === 0) { cells.push(html`<path d=${`M${x + 1.5} 3V23`} stroke="var(--soft)" stroke-width="1.4"/>`); x += 6; }
  }
  return html`<svg class="track" viewBox=${`0 0 ${x + 6} 26`} width=${x + 6} height="26" role="img" aria-label=${`${done} of ${total} questions asked`}>${cells}</svg>`;
}

function ChooseStandpoint({ line, screen, done }) {
  const w = screen.furniture.words, free = sorted(screen.furniture.standpoints).filter(([id]) => !(id in screen.taken));
  const start = async (standpoint, how) => { if ((await line.move({ do: "start", standpoint, how, seed: Math.floor(Math.random() * 2 ** 31) })).made) done(); };
  return html`${!screen.runs && html`<p class="prose">${w.case_text}</p>`}<${Heading} line=${line}>${w.choose_title}</${Heading}><p class="prose">${screen.runs ? w.choose_again : w.choose_text}</p>
    <div class="seats" role="group" aria-label=${w.choose_title}>${free.map(([id, s]) => html`<${Button} key=${id} kind="seat" disabled=${line.busy} onClick=${() => start(id, "picked")}>
      <${Mark} family=${s.family} letter=${s.letter} size=${26}/><span><span class="seatname">${s.name}</span><br/><i class="words old">${w.sees} ${s.sees}</i></span></${Button}>`)}</div>
    <div class="row gap"><${Button} disabled=${line.busy} onClick=${() => start(free[Math.floor(Math.random() * free.length)][0], "drawn")}>${w.draw}</${Button}></div>`;
}

function Before({ line, screen, other }) {
  const w = screen.furniture.words, field = `${screen.prefix}before`;
  return html`<section class="sheet"><${Heading} line=${line}>${w.before_title}</${Heading}><p class="small">${screen.runs > 1 ? w.before_again : w.before_hint}</p>
    <${Box} line=${line} field=${field} label=${w.before_label} rows=${2}/>
    <div class="row gap"><${Button} kind="primary" disabled=${line.busy} onClick=${() => line.move({ do: "before", text: line.text(field) })}>${w.before_button}</${Button}><${Button} kind="quiet" onClick=${other}>${w.other_place}</${Button}></div></section>`;
}

function Checkpoint({ line, screen }) {
  const w = screen.furniture.words, n = screen.asked, sentence = `${screen.prefix}sentence.${n}`, why = `${screen.prefix}why.${n}`;
  const turn = screen.next_lens, last = n >= screen.furniture.total;
  const v = { n, before: screen.lens, after: turn }, latest = Object.entries(screen.sentences).sort((a, b) => b[0] - a[0])[0]?.[1];
  return html`<section class="sheet"><p class="small">${fill(w.checkpoint_small, v)}</p>
    <${Heading} line=${line}>${turn ? fill(w.checkpoint_turn, v) : last ? w.checkpoint_last : w.checkpoint_same}</${Heading}>
    <p class="words old" dir="auto">${latest?.text}</p><p>${turn ? fill(w.checkpoint_turn_text, v) : w.checkpoint_same_text}</p>
    <${Box} line=${line} field=${sentence} label=${w.sentence_label} rows=${2}/><${Box} line=${line} field=${why} label=${w.why_label} hint=${w.why_hint} rows=${2}/>
    <div class="row gap"><${Button} kind="primary" disabled=${line.busy} onClick=${() => line.move({ do: "keep", text: line.text(sentence), why: line.text(why) })}>${w.keep_button}</${Button}>
      ${screen.undo && html`<${Button} kind="quiet" onClick=${() => line.move({ do: "undo" })}>${w.back_button}</${Button}>`}</div><${Status} line=${line}/><p class="small">${w.no_right}</p></section>`;
}

function EventNote({ line, screen, id, event }) {
  const w = screen.furniture.words, field = `${screen.prefix}event.${id}`, reason = `${screen.prefix}lock`;
  return html`<aside class="event"><p class="small">${fill(w.event_small, { n: event.at })}</p><p class="words">${event.words}</p>
    ${event.reply ? html`<p class="small">${w.event_answered}: <span dir="auto">${event.reply}</span></p>` : html`<p class="small">${event.ask}</p>
      ${event.lock ? html`<${Box} line=${line} field=${reason} label=${w.lock_label} hint=${w.lock_note} rows=${2}/><${Button} onClick=${() => line.move({ do: "lock", reason: line.text(reason) })}>${w.lock_button}</${Button}>`
        : !screen.lock?.at && html`<${Box} line=${line} field=${field} label=${w.event_reply} rows=${1}/><${Button} onClick=${() => line.move({ do: "reply", event: id, text: line.text(field) })}>${w.event_button}</${Button}>`}`}</aside>`;
}

function Closing({ line, screen }) {
  const w = screen.furniture.words, name = `${screen.prefix}add.name`, sees = `${screen.prefix}add.sees`, missing = `${screen.prefix}missing`;
  const added = Object.entries(screen.added), ref = useRef(null);
  const add = async () => { if ((await line.move({ do: "add", name: line.text(name), sees: line.text(sees) })).made) { line.type(name, ""); line.type(sees, ""); ref.current?.focus(); } };
  return html`<section class="sheet"><p class="small">${screen.lock?.at ? fill(w.locked_title, { n: screen.lock.at }) : ""}</p><${Heading} line=${line}>${w.closing_title}</${Heading}><p>${w.closing_text}</p>
    <div class="two gap" ref=${(n) => { if (n) ref.current = n.querySelector("textarea"); }}><${Box} line=${line} field=${name} label=${w.add_name} rows=${1}/><${Box} line=${line} field=${sees} label=${w.add_sees} rows=${1}/></div>
    <div class="row gap"><${Button} onClick=${add} disabled=${line.busy || added.length >= screen.furniture.most_added}>${w.add_button}</${Button}></div>
    <ul class="plain">${added.map(([n, a]) => html`<li key=${n} class="row"><span class="words" dir="auto">${a.name}</span><span class="small" dir="auto">${a.sees}</span>
      <${Button} kind="quiet" aria-label=${`${w.drop_button}: ${a.name}`} onClick=${() => line.move({ do: "drop", index: Number(n) })}>${w.drop_button}</${Button}></li>`)}</ul>
    <${Box} line=${line} field=${missing} label=${w.missing_label} hint=${w.missing_hint} rows=${2}/>
    <div class="row gap"><${Button} kind="primary" disabled=${line.busy} onClick=${() => line.move({ do: "close", missing: line.text(missing) })}>${w.close_button}</${Button}></div><${Status} line=${line}/></section>`;
}

// Everybody met, in order of name.
const Names = memo(function Names({ players, chosen, choose }) {
  const names = useMemo(() => { const { compare } = new Intl.Collator("en-GB"); return Object.entries(players).sort((a, b) => compare(a[1].name, b[1].name)); }, [players]);
  return html`<select id="sl-who" value=${chosen} onChange=${(e) => choose(e.target.value)} ...${KEYS}>${names.map(([id, p]) => html`<option key=${id} value=${id} selected=${id === chosen}>${p.name}</option>`)}</select>`;
});

// Who can be asked, and the five questions. The press is acknowledged in the same frame; the answer comes from the rules.
function AskBar({ line, screen, chosen, choose }) {
  const f = screen.furniture, w = f.words, [pressed, press] = useState(null);
  const asked = Object.fromEntries(Object.entries(screen.log).filter(([, l]) => l.player === chosen).map(([n, l]) => [l.question, n]));
  const ask = async (q) => { if (pressed) return; press(q); await line.move({ do: "ask", player: chosen, question: q }); press(null); };
  return html`<div class="row who"><label for="sl-who"><b>${w.ask}</b></label><${Names} players=${screen.players} chosen=${chosen} choose=${choose}/>
      <span class="words old wide-only"><i>${w.sees} ${screen.players[chosen].sees}</i></span></div>
    <div class="askbar" role="group" aria-label=${`${w.ask} ${screen.players[chosen].name}`}>${sorted(f.questions).map(([q, it]) => asked[q]
      ? html`<div class="ask was" key=${q}><span><${Swatch} type=${it.ties[0]}/></span><span>${it.words}</span><span class="small">${w.asked_at} ${asked[q]}</span></div>`
      : html`<${Button} key=${q} kind=${"ask" + (pressed === q ? " pressed" : "")} aria-disabled=${pressed ? "true" : undefined} data-question=${q} onClick=${() => ask(q)}><span><${Swatch} type=${it.ties[0]}/></span><span>${it.words}</span><span class="small">${pressed === q ? w.asking : ""}</span></${Button}>`)}</div>`;
}

function Spoken({ screen }) {
  const last = screen.log[screen.asked];
  if (!last) return null;
  const p = screen.players[last.player];
  return html`<blockquote class="spoken"><p class="words">“${last.says}”</p><p class="small"><${Mark} family=${p.family} letter=${p.letter}/> ${p.name}, asked “${screen.furniture.questions[last.question].words}”</p></blockquote>`;
}

function tiesOf(screen, id) {
  const words = screen.furniture.tie_words, order = Object.keys(TIES);
  return Object.entries(screen.ties).filter(([, t]) => t.a === id || t.b === id).sort((x, y) => order.indexOf(x[1].type) - order.indexOf(y[1].type))
    .map(([k, t]) => ({ key: k, type: t.type, verb: t.a === id ? words[t.type].from : words[t.type].to, other: t.a === id ? t.b : t.a }));
}

const Knows = memo(function Knows({ screen, id, choose }) {
  const w = screen.furniture.words, p = screen.players[id], ties = tiesOf(screen, id);
  const said = Object.entries(screen.log).filter(([, l]) => l.player === id);
  return html`<section><h2><${Mark} family=${p.family} letter=${p.letter} size=${26}/> ${p.name}</h2><p class="words old"><i>${w.sees} ${p.sees}</i></p>
    <h3>${w.knows_title}</h3>${ties.length || said.length ? null : html`<p class="small">${w.knows_nothing}</p>`}
    <ul class="plain">${said.map(([n, l]) => html`<li key=${n} class="said"><span class="small">${screen.furniture.questions[l.question].words} (${n})</span><br/><span class="words old">“${l.says}”</span></li>`)}</ul>
    <ul class="plain ties">${ties.map((t) => html`<li key=${t.key}><${Swatch} type=${t.type}/><span class="small">${t.verb}</span><${Button} kind="name" onClick=${() => choose(t.other)}><${Mark} family=${screen.players[t.other].family} letter=${screen.players[t.other].letter}/> ${screen.players[t.other].name}</${Button}></li>`)}</ul></section>`;
});

// The same map as a table: the way through for a screen reader, a phone, print.
const Table = memo(function Table({ screen, chosen, choose, canAsk }) {
  const f = screen.furniture, w = f.words;
  return html`<table class="stack"><thead><tr><th scope="col">Player</th><th scope="col">Met at</th><th scope="col">Ties you have asked about</th>${canAsk && html`<th scope="col">${w.ask}</th>`}</tr></thead>
    ${sorted(f.families).map(([fam, it]) => { const ids = Object.entries(screen.players).filter(([, p]) => p.family === fam).sort((a, b) => a[1].met - b[1].met);
      return html`<tbody key=${fam}><tr><th colspan="4" scope="rowgroup" class=${ids.length ? "family" : "small unmet"} style=${ids.length ? `color:var(--${fam})` : ""}>${ids.length ? it.name : w.unmet_part}</th></tr>
        ${ids.map(([id, p]) => { const by = {}; for (const t of tiesOf(screen, id)) (by[t.verb] ??= []).push(screen.players[t.other].name);
          return html`<tr key=${id} class=${id === chosen ? "chosen" : ""}><th scope="row"><${Mark} family=${p.family} letter=${p.letter}/> ${p.name}${id === screen.you ? ` (${w.you.toLowerCase()})` : ""}<br/><span class="small">${p.kind}</span></th><td class="small met">${p.met ? `question ${p.met}` : "start"}</td>
            <td>${Object.entries(by).map(([v, names]) => html`<div key=${v}><i>${v}</i> ${names.join(", ")}</div>`)}${Object.keys(by).length ? null : html`<span class="small">${w.knows_nothing}</span>`}</td>
            ${canAsk && html`<td><${Button} aria-label=${`${w.ask} ${p.name}`} aria-pressed=${id === chosen ? "true" : "false"} onClick=${() => choose(id, true)}>${w.ask}</${Button}></td>`}</tr>`; })}</tbody>`; })}
    ${Object.keys(screen.added).length ? html`<tbody><tr><th colspan="4" scope="rowgroup" class="family">Added by you</th></tr>${Object.entries(screen.added).map(([n, a]) => html`<tr key=${n}><th scope="row" dir="auto">${a.name}</th><td></td><td dir="auto">${a.sees}</td></tr>`)}</tbody>` : null}</table>`;
});

function Play({ line, screen }) {
  const f = screen.furniture, w = f.words, [picked, setPicked] = useState(null), [way, setWay] = useState(null), bar = useRef(null), [wide, narrow] = useNarrow(), asTable = way ? way === "table" : narrow;
  const chosen = screen.players[picked] ? picked : screen.stage === "asking" ? (screen.log[screen.asked]?.player ?? screen.you) : null;
  const added = useMemo(() => Object.values(screen.added).map((a) => a.name), [screen.added]);
  const choose = useRef((id, toBar) => { setPicked(id); if (toBar) { bar.current?.scrollIntoView({ block: "nearest" }); bar.current?.querySelector("button.ask")?.focus(); } }).current;
  const left = f.total - screen.asked, next = Math.min(f.total, (Math.floor(screen.asked / f.step) + 1) * f.step), asking = screen.stage === "asking", focus = asking || picked ? chosen : null;
  const label = `Map: ${Object.keys(screen.players).length} players met. ${focus ? `Chosen: ${screen.players[focus].name}. ` : ""}Arrow keys move, Enter chooses. The same in words under Table.`;
  useEffect(() => { if (asking && line.count && !bar.current?.contains(document.activeElement)) bar.current?.querySelector("select")?.focus(); }, [asking]);
  const events = Object.entries(screen.events).sort((a, b) => b[1].at - a[1].at);
  return html`<div class="row between" ref=${wide}><div><h2 class="title">${w.title}</h2><p class="small">${fill(w.you_sit, { standpoint: screen.you_words })} ${asking && w.ask_anyone}</p></div>
      <div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}>
        <div class="segment" role="group" aria-label=${w.show_as}>${["map", "table"].map((k) => html`<${Button} key=${k} kind="toggle" aria-pressed=${(k === "table") === asTable ? "true" : "false"} onClick=${() => setWay(k)}>${w[k]}</${Button}>`)}</div><${Saved} line=${line}/></div></div>
    <div class="row between"><${Track} done=${screen.asked} total=${f.total} step=${f.step}/><p class="small">${asking && html`<b>${left === 1 ? w.left_one : fill(w.left_many, { n: left })}</b> ${fill(w.next_checkpoint, { n: next })}`}</p></div>
    ${asking && html`<div ref=${bar}><${AskBar} line=${line} screen=${screen} chosen=${chosen} choose=${choose}/></div>`}
    ${asking && html`<${Status} line=${line}/>`}
    ${screen.stage === "checkpoint" && html`<${Checkpoint} line=${line} screen=${screen}/>`}
    ${screen.stage === "closing" && html`<${Closing} line=${line} screen=${screen}/>`}
    <${Spoken} screen=${screen}/>
    ${events.filter(([, e]) => e.at === screen.asked).map(([id, e]) => html`<${EventNote} key=${id} line=${line} screen=${screen} id=${id} event=${e}/>`)}
    ${asTable ? html`<${Table} screen=${screen} chosen=${chosen} choose=${choose} canAsk=${asking}/>`
      : html`<figure><p class="lens small" id="sl-lens">The lens: <b>${screen.lens}</b></p><${Pan} at=${screen.players[focus ?? screen.you]} hint=${w.pan}><${StakeholderMap} players=${screen.players} ties=${screen.ties} families=${f.families} you=${screen.you} chosen=${focus} lit=${screen.active} standsOut=${screen.turned ? screen.active : null} isNew=${screen.new} added=${added} label=${label} onChoose=${choose}/></${Pan}>
          <figcaption class="small">${focus ? w.map_caption : fill(w.lens_caption, { phase: screen.lens })} ${focus && screen.turned && fill(w.lens_turned, { phase: screen.lens })}<${Key} players=${screen.players} families=${f.families}/></figcaption></figure>`}
    <hr/><div class=${chosen ? "two" : ""}>${chosen && html`<${Knows} screen=${screen} id=${chosen} choose=${choose}/>`}
      <section><h3>${w.history_title}</h3><${History} sentences=${screen.sentences}/>${events.filter(([, e]) => e.at !== screen.asked).map(([id, e]) => html`<${EventNote} key=${id} line=${line} screen=${screen} id=${id} event=${e}/>`)}</section></div>`;
}

function Game({ line, screen }) {
  const [again, setAgain] = useState(false);
  const { stage } = screen, choosing = stage === "standpoint" || again;
  if (choosing) return html`<h2 class="title">${screen.furniture.words.title}</h2><${ChooseStandpoint} line=${line} screen=${screen} done=${() => setAgain(false)}/><${Status} line=${line}/>`;
  if (stage === "before") return html`<div class="row between"><div><h2 class="title">${screen.furniture.words.title}</h2><p class="small">${fill(screen.furniture.words.you_sit, { standpoint: screen.you_words })}</p></div><${Saved} line=${line}/></div><${Before} line=${line} screen=${screen} other=${() => setAgain(true)}/><${Status} line=${line}/>`;
  if (stage === "debrief" || stage === "finished") return html`<${Debrief} line=${line} screen=${screen} fill=${fill} again=${() => setAgain(true)}/>`;
  return html`<${Play} line=${line} screen=${screen}/>`;
}

export default exercise(Game);
