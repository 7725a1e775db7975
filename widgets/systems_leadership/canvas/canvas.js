// The stakeholder map: positions are given, marks are lit, ties are typed when a player is in focus. Knows no exercise.
// One tab stop; arrows go to the nearest player that way; Enter or Space chooses. Nobody already on the map ever moves.
import { html, useState, useEffect, useRef } from "../vendor/preact.js";
import { KEYS, memo } from "../page.js";

const W = 1000, H = 720, CX = 500, CY = 360, RX = 424, RY = 302, NODE = 9, LARGE = 11.5, SMALL = 7.5, GAP = 5, LEADING = 12.5, RIM = 1.1;
const RINGS = { 0: 0.12, 1: 0.36, 2: 0.575, 3: 0.79, 4: 1.0 };
const POLYGONS = { law: [6, 30, 1.1], place: [3, -90, 1.38], daily: [5, -90, 1.15], direction: [4, 0, 1.28] };
// dash, width, arrow-head at the receiving end: line first, words beside it, never colour alone
export const TIES = { "hands over": ["", 1.9, true], funds: ["double", 1.2, true], inspects: ["7 3", 1.5, true], "works with": ["", 1.4, false],
  "close to": ["", 3.4, false], "speaks for": ["1.5 3.5", 2.2, true], "speaks to": ["1.5 3.5", 2.2, false], tells: ["8 3 1.5 3", 1.5, true] };
const f1 = (v) => Math.round(v * 10) / 10, rad = (d) => d * Math.PI / 180;

export function shape(family, x, y, r = NODE) {
  if (family === "care") { const s = r * 0.9; return `M${f1(x - s)} ${f1(y - s)}h${f1(2 * s)}v${f1(2 * s)}h${f1(-2 * s)}Z`; }
  if (family === "voice") return `M${f1(x - r * .55)} ${f1(y + r * .8)}A${r} ${r} 0 1 1 ${f1(x + r * .1)} ${f1(y + r * .98)}L${f1(x - r * .95)} ${f1(y + r * 1.25)}Z`;
  const p = POLYGONS[family];
  if (p) return "M" + Array.from({ length: p[0] }, (_, i) => `${f1(x + r * p[2] * Math.cos(rad(p[1] + 360 * i / p[0])))} ${f1(y + r * p[2] * Math.sin(rad(p[1] + 360 * i / p[0])))}`).join("L") + "Z";
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}
const drop = (family) => (family === "place" ? 5 : 3.4);

// A mark to stand in a line of text. Decoration: the words beside it say the same.
export function Mark({ family, letter, size = 20, hollow = false }) {
  return html`<svg class="mark" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true"><path d=${shape(family, 12, 12)} fill=${hollow ? "var(--paper)" : `var(--${family})`} stroke=${`var(--${family})`} stroke-width="1.2"/>
    <text x="12" y=${12 + drop(family)} text-anchor="middle" font-size="9.5" font-weight="700" fill=${hollow ? `var(--${family})` : "var(--paper)"}>${letter}</text></svg>`;
}

// How a type of tie is drawn, beside its words.
export function Swatch({ type, width = 40 }) {
  const [dash, w, arrow] = TIES[type], d = `M2 8H${width - 2}`;
  return html`<svg class="swatch" width=${width} height="16" aria-hidden="true">${dash === "double"
    ? html`<path d=${d} stroke="var(--ink)" stroke-width="3.6"/><path d=${d} stroke="var(--paper)" stroke-width="1.4"/>`
    : html`<path d=${d} stroke="var(--ink)" stroke-width=${w} stroke-linecap="round" stroke-dasharray=${dash || undefined}/>`}
    ${arrow && html`<path d="M6 0L-5 -4.6L-2.4 0L-5 4.6Z" fill="var(--ink)" transform=${`translate(${Math.round(width * .68)} 8)`}/>`}</svg>`;
}

function curve(a, b, pull = 0.35) {                        // drawn toward the centre, so that ties between far sectors share the middle
  const mx = (a.x + b.x) / 2, my = (a.y + b.y) / 2, k = pull * Math.min(1, Math.hypot(b.x - a.x, b.y - a.y) / 420);
  return [mx + (CX - mx) * k, my + (CY - my) * k];
}
const path = (a, b, [qx, qy]) => `M${a.x} ${a.y}Q${f1(qx)} ${f1(qy)} ${b.x} ${b.y}`;

const Tie = memo(function Tie({ a, b, type, focus }) {
  const q = curve(a, b), d = path(a, b, q);
  if (!focus) return html`<path class="tie" d=${d}/>`;
  const [dash, w, arrow] = TIES[type], t = .6, u = .4;
  const x = u * u * a.x + 2 * u * t * q[0] + t * t * b.x, y = u * u * a.y + 2 * u * t * q[1] + t * t * b.y;
  const turn = Math.atan2(u * (q[1] - a.y) + t * (b.y - q[1]), u * (q[0] - a.x) + t * (b.x - q[0])) * 180 / Math.PI;
  return html`<g class="tie typed">${dash === "double" ? html`<path d=${d} stroke="var(--ink)" stroke-width="3.6"/><path d=${d} stroke="var(--paper)" stroke-width="1.4"/>`
    : html`<path d=${d} stroke="var(--ink)" stroke-width=${w} stroke-linecap="round" stroke-dasharray=${dash || undefined}/>`}
    ${arrow && html`<path class="head" d="M6 0L-5 -4.6L-2.4 0L-5 4.6Z" transform=${`translate(${f1(x)} ${f1(y)})rotate(${Math.round(turn)})`}/>`}</g>`;
});

// Width of a name in bold, for the highlighter behind it. Measured, so that any system's face fits.
let pen;
function widthOf(text) {
  pen ??= Object.assign(document.createElement("canvas").getContext("2d"), { font: "700 11.5px -apple-system, 'Segoe UI', Helvetica, Arial, 'Liberation Sans', sans-serif" });
  return pen.measureText(text).width;
}

// Stacks of up to three discs beside a mark, one stack a thing and never one on another: solid, hollow, barred. The words in the label say the same.
export function Stacks({ x, y, counts, step = 13 }) {
  return counts.map((n, k) => { const left = x + k * step; return html`<g key=${k} class="stack-of" fill="none" stroke="var(--ink)"><path d=${`M${left} ${y}h11`} stroke="var(--speck)" stroke-width="1"/>${Array.from({ length: n }, (_, d) => { const top = y - 4.6 - d * 4.8;
    return html`<rect key=${d} x=${left + .7} y=${top} width="9.6" height="3.4" rx="1.7" fill=${k ? "var(--paper)" : "var(--ink)"} stroke-width="1"/>${k === 2 && html`<path d=${`M${left + 1.2} ${top + 1.7}h8.6`} stroke-width="1.1"/>`}`; })}</g>`; });
}

const Player = memo(function Player({ id, p, out, you, chosen, quiet, isNew, tab, label, onChoose, onGrab, refs }) {
  const right = p.side === "right", left = p.side === "left", h = LEADING * p.lines.length;
  const r = out === null ? NODE : out ? LARGE : SMALL, edge = Math.max(r, NODE), tx = right ? p.x + edge + GAP + (you && p.stacks ? 5 : 0) : left ? p.x - edge - GAP : p.x;
  // On a plane there is room for a name beside the ring of whoever looks; round a map its seat is measured without.
  const top = right || left ? p.y - h / 2 : p.side === "below" ? p.y + edge + 2 : p.y - edge - 2 - h;
  const w = chosen ? Math.max(...p.lines.map(widthOf)) : 0, bx = right ? tx - 4 : left ? tx - w - 4 : tx - w / 2 - 4;
  return html`<g class=${"player" + (chosen ? " chosen" : "") + (quiet ? " dim" : "") + (out ? " out" : "") + (isNew ? " arrive" : "")} role="option" aria-selected=${chosen ? "true" : "false"} aria-label=${label} tabindex=${tab ? 0 : -1}
      data-player=${id} ref=${(n) => { if (n) refs.set(id, n); else refs.delete(id); }} onClick=${() => onChoose(id)} onPointerDown=${onGrab && ((e) => onGrab(e, id))} ...${KEYS}>
    ${p.stacks && html`<${Stacks} x=${p.x - edge - 9 - 13 * p.stacks.length} y=${p.y + 7} counts=${p.stacks}/>`}
    ${chosen && html`<circle cx=${p.x} cy=${p.y} r=${edge + 6} fill="var(--mark)"/><rect x=${bx} y=${top - 1.5} width=${w + 8} height=${h + 3} rx="3" fill="var(--mark)"/>`}
    ${you && html`<circle class="ring" cx=${p.x} cy=${p.y} r=${edge + 5}/>`}${isNew && html`<circle class="ring new" cx=${p.x} cy=${p.y} r=${edge + 4.5}/>`}
    <circle class="focus" cx=${p.x} cy=${p.y} r=${edge + 8}/>
    <path d=${shape(p.family, p.x, p.y, r)} fill=${quiet ? "var(--paper)" : `var(--${p.family})`} stroke=${quiet ? `var(--${p.family})` : "var(--paper)"} stroke-width=${out && quiet ? 2.4 : 1.3}/>
    ${p.letter && html`<text x=${p.x} y=${p.y + drop(p.family)} text-anchor="middle" class="letter" fill=${quiet ? `var(--${p.family})` : "var(--paper)"}>${p.letter}</text>`}
    <text class="lab" text-anchor=${right ? "start" : left ? "end" : "middle"} font-weight=${chosen || you || out ? 700 : 400}>${p.lines.map((line, k) => html`<tspan x=${f1(tx)} y=${f1(top + 9.6 + k * LEADING)}>${line}</tspan>`)}</text>
    <circle cx=${p.x} cy=${p.y} r="17" fill="transparent"/></g>`;
});

const at = (rho, deg) => [CX + RX * rho * Math.cos(rad(deg)), CY + RY * rho * Math.sin(rad(deg))];

// The dial round the map: a family already met is named; one not met is a dotted, nameless stretch.
const Rim = memo(function Rim({ families, metWords, uid, unmet }) {
  const met = new Set(metWords.split(" "));
  return Object.entries(families).sort((a, b) => a[1].order - b[1].order).map(([id, fam]) => {
    const [a0, a1] = fam.span, mid = (a0 + a1) / 2, is = met.has(id), lower = ((mid % 360) + 360) % 360 < 180;
    const arc = Array.from({ length: 25 }, (_, i) => at(RIM, a0 + 1.2 + (a1 - a0 - 2.4) * i / 24).map(f1).join(" ")).join("L");
    let words = Array.from({ length: 33 }, (_, i) => at(RIM + (lower ? .046 : .022), mid - 40 + 80 * i / 32).map(f1).join(" "));
    if (lower) words = words.reverse();
    return html`<g key=${id} class="rim"><path d=${"M" + arc} fill="none" stroke=${is ? `var(--${id})` : "var(--speck)"} stroke-width=${is ? 2.4 : 1.4} stroke-dasharray=${is ? undefined : "1.5 6"}/>
      <path id=${`${uid}-${id}`} d=${"M" + words.join("L")} fill="none"/><text font-size="12" letter-spacing=".5" font-weight=${is ? 600 : 400} fill=${is ? `var(--${id})` : "var(--soft)"}><textPath href=${`#${uid}-${id}`} startOffset="50%" text-anchor="middle">${is ? fam.name : unmet}</textPath></text></g>`;
  });
});

// A plane of fields in place of the rings: where a player stands says two things at once. Columns and rows run from none to most: {from, to, words}.
const fieldAt = (plane, x, y) => [plane.columns.findIndex((c) => x >= c.from && x < c.to), plane.rows.findIndex((r) => y >= r.from && y < r.to)];
const Plane = memo(function Plane({ plane, target, onField }) {
  const { columns, rows } = plane, bottom = rows[0].to, left = columns[0].from;
  return html`<g class="plane">${columns.map((c, i) => rows.map((r, j) => html`<rect key=${`${i}.${j}`} class=${"field" + (target === `${i}.${j}` ? " target" : "")} data-field=${`${i}.${j}`} x=${c.from} y=${r.from} width=${c.to - c.from} height=${r.to - r.from} fill=${(i + j) % 2 ? "var(--paper)" : "var(--band)"} onClick=${() => onField(i, j)}/>`))}
    ${columns.map((c, i) => html`<text key=${i} x=${(c.from + c.to) / 2} y=${bottom + 18} text-anchor="middle">${c.words}</text>`)}${rows.map((r, j) => html`<text key=${j} x=${left - 10} y=${(r.from + r.to) / 2 + 4} text-anchor="end">${r.words}</text>`)}
    <text class="axis" x=${(left + columns[columns.length - 1].to) / 2} y=${bottom + 42} text-anchor="middle">${plane.x} →</text><text class="axis" transform=${`translate(18 ${(bottom + rows[rows.length - 1].from) / 2})rotate(-90)`} text-anchor="middle">${plane.y} →</text></g>`;
});

// players: {id: {x, y, side, lines, family, letter, name, centre}}; ties: {key: {a, b, type}}; lit: set of ids drawn filled when nobody is chosen.
// standsOut: set of ids drawn larger and named in bold, whoever is chosen: what a lens has turned to.
// plane and onPlace(id, column, row): free places. A player is dragged to a field, or moved by Shift and an arrow, or chosen and the field pressed; players then carry `cell`, and `stacks` if any.
export const StakeholderMap = memo(function StakeholderMap({ players, ties, families, you, chosen, lit, standsOut, isNew, added = [], label, describe, onChoose, unmet = "nobody met yet", nobody = "nobody here yet", plane, onPlace }) {
  const refs = useRef(new Map()).current, uid = useRef(`slrim${Math.random().toString(36).slice(2)}`).current, [rove, setRove] = useState(null);
  const near = new Set(chosen ? [chosen] : []);
  if (chosen) for (const t of Object.values(ties)) { if (t.a === chosen) near.add(t.b); if (t.b === chosen) near.add(t.a); }
  const ids = Object.keys(players), tab = players[rove] ? rove : players[chosen] ? chosen : you ?? ids[0];
  const latest = useRef(onChoose); latest.current = onChoose;
  const choose = useRef((i) => { setRove(i); latest.current(i); }).current;
  const svg = useRef(null), grabbed = useRef(null), [ghost, setGhost] = useState(null);
  const point = (e) => new DOMPoint(e.clientX, e.clientY).matrixTransform(svg.current.getScreenCTM().inverse());
  const grab = plane && ((e, id) => { if (e.pointerType !== "touch" && e.button === 0) grabbed.current = { id, x: e.clientX, y: e.clientY }; });
  const drag = (e) => {
    const it = grabbed.current;
    if (it && !e.buttons) { grabbed.current = null; setGhost(null); return; }
    if (!it || (!ghost && Math.hypot(e.clientX - it.x, e.clientY - it.y) < 6)) return;
    const p = point(e);
    setGhost({ id: it.id, x: p.x, y: p.y, field: fieldAt(plane, p.x, p.y) });
  };
  const release = () => { if (ghost && ghost.field[0] >= 0 && ghost.field[1] >= 0) onPlace(ghost.id, ...ghost.field); grabbed.current = null; setGhost(null); };
  const step = (id, v) => { const i = players[id].cell[0] + v[0], j = players[id].cell[1] - v[1]; if (plane.columns[i] && plane.rows[j]) onPlace(id, i, j); };
  const field = useRef(null); field.current = (i, j) => { if (chosen) onPlace(chosen, i, j); };
  const onField = useRef((i, j) => field.current(i, j)).current;
  const go = (id) => { setRove(id); refs.get(id)?.focus({ preventScroll: true }); };
  const onKeyDown = (e) => {
    const id = e.target.closest?.("[data-player]")?.dataset.player;
    if (!id) return;
    const v = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
    if (e.key === "Enter" || e.key === " ") onChoose(id);
    else if (!v) return;
    else if (e.shiftKey && plane) step(id, v);
    else {
      let best = null, least = 1e9;
      for (const o of ids) {
        if (o === id) continue;
        const dx = players[o].x - players[id].x, dy = players[o].y - players[id].y, ahead = dx * v[0] + dy * v[1], aside = Math.abs(dx * v[1] - dy * v[0]);
        if (ahead > 0 && ahead + 2.2 * aside < least) { least = ahead + 2.2 * aside; best = o; }
      }
      if (best) go(best);
    }
    e.preventDefault(); e.stopPropagation();
  };
  const met = new Set(ids.filter((i) => !players[i].centre).map((i) => players[i].family)), person = ids.some((i) => players[i].centre);
  if (person) met.add("people");
  const list = Object.entries(ties), mine = (t) => chosen && (t.a === chosen || t.b === chosen);
  const ordered = [...ids].sort((a, b) => near.has(a) - near.has(b));
  return html`<svg ref=${svg} class=${"map" + (chosen ? " focused" : "") + (list.length > 90 ? " many" : "") + (plane ? " free" : "")} onPointerMove=${plane && drag} onPointerUp=${plane && release} onPointerLeave=${plane && release} viewBox=${`0 0 ${W} ${H}`} role="listbox" aria-label=${label} aria-describedby=${describe} onKeyDown=${onKeyDown}>
    <g role="presentation" aria-hidden="true">
    ${plane ? html`<${Plane} plane=${plane} target=${ghost && ghost.field.join(".")} onField=${onField}/>` : html`${[4, 3, 2, 1].map((ring) => { const rho = (RINGS[ring] + (ring < 4 ? RINGS[ring + 1] : 1.2)) / 2; return html`<ellipse cx=${CX} cy=${CY} rx=${Math.round(RX * rho)} ry=${Math.round(RY * rho)} fill=${ring % 2 ? "var(--paper)" : "var(--band)"}/>`; })}
    <ellipse cx=${CX} cy=${CY} rx=${RX * .235} ry=${RY * .235} fill="var(--band)"/>
    <${Rim} families=${families} metWords=${[...met].sort().join(" ")} uid=${uid} unmet=${unmet}/>
    ${!person && html`<g class="nobody"><ellipse cx=${CX} cy=${CY} rx="62" ry="44"/><text x=${CX} y=${CY - 2}>the person</text><text x=${CX} y=${CY + 14}>${nobody}</text></g>`}`}
    <g fill="none">${list.filter(([, t]) => !mine(t)).map(([k, t]) => html`<${Tie} key=${k} a=${players[t.a]} b=${players[t.b]} type=${t.type}/>`)}</g>
    <g fill="none">${list.filter(([, t]) => mine(t)).map(([k, t]) => html`<${Tie} key=${k} a=${players[t.a]} b=${players[t.b]} type=${t.type} focus/>`)}</g></g>
    ${ordered.map((id) => html`<${Player} key=${id} id=${id} p=${players[id]} out=${standsOut ? !!standsOut[id] : null} you=${id === you} chosen=${id === chosen} isNew=${!!isNew?.[id]} tab=${id === tab} refs=${refs}
      quiet=${!!(plane ? false : chosen ? !near.has(id) : lit && !lit[id])} label=${players[id].label ?? players[id].name} onChoose=${choose} onGrab=${grab}/>`)}
    ${ghost && html`<path class="ghost" aria-hidden="true" d=${shape(players[ghost.id].family, ghost.x, ghost.y, LARGE)} fill=${`var(--${players[ghost.id].family})`}/>`}
    <g role="presentation" aria-hidden="true">${added.map((name, n) => { const x = n % 2 ? W - 18 : 18, y = H - 16 - 20 * Math.floor(n / 2), tx = n % 2 ? x - 13 : x + 13, cut = name.length > 26 ? [...name].slice(0, 25).join("") + "…" : name;
      return html`<g key=${n} class="added"><circle cx=${x} cy=${y} r="7"/><path d=${`M${x - 3} ${y}h6M${x} ${y - 3}v6`}/><text x=${tx} y=${y + 4} text-anchor=${n % 2 ? "end" : "start"}>${cut}</text></g>`; })}</g>
  </svg>`;
});

// A small multiple: same seats, a mark where near, a speck where not. Only where the names are open; else `seats` holds those met and no more.
export const SmallMap = memo(function SmallMap({ seats, near, you, label, empty }) {
  const lit = new Set(near);
  return html`<svg class="smallmap" viewBox="20 14 960 692" role="img" aria-label=${label}><ellipse cx="500" cy="360" rx="466" ry="332" fill="none" stroke="var(--rule)" stroke-width="3"/><ellipse cx="500" cy="360" rx="100" ry="72" fill="var(--band)" stroke=${empty ? "var(--soft)" : "none"} stroke-width="3" stroke-dasharray="3 9"/>
    ${Object.entries(seats).map(([i, s]) => html`<g key=${i}>${lit.has(i) ? html`<path d=${shape(s.family, s.x, s.y, 15)} fill=${`var(--${s.family})`}/>` : html`<circle class="speck" cx=${s.x} cy=${s.y} r="5.5" fill="var(--speck)"/>`}
      ${i === you && html`<circle cx=${s.x} cy=${s.y} r="27" fill="none" stroke="var(--ink)" stroke-width="4"/>`}</g>`)}</svg>`;
});
