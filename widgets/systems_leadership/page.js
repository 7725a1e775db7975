// What every exercise's view shares: the line to the kernel, patches, words not yet saved, focus and small parts.
// The view acknowledges a hand at once and never decides: it sends a move and draws what the rules send back.
import { Component, html, render, useState, useEffect, useRef } from "./vendor/preact.js";

// On every focusable thing: JupyterLab takes single letters (b inserts a cell) unless the very element says not to.
export const KEYS = { "data-lm-suppress-shortcuts": "true" };

// A JSON merge patch (RFC 7396): new objects along the changed path, so a part can tell whether it changed.
export function merge(target, patch) {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const out = target && typeof target === "object" && !Array.isArray(target) ? { ...target } : {};
  for (const key in patch) {
    if (patch[key] === null) delete out[key];
    else out[key] = merge(out[key], patch[key]);
  }
  return out;
}

// A part that is drawn again only when something it is given has changed. A patch shares whatever it does not name,
// so a press or a letter typed redraws its own corner and not a hundred players.
export function memo(Part) {
  return class extends Component {
    shouldComponentUpdate(next) {
      const now = this.props;
      for (const key in next) if (next[key] !== now[key]) return true;
      for (const key in now) if (!(key in next)) return true;
      return false;
    }
    render(props) { return html`<${Part} ...${props} />`; }
  };
}

// Text typed but not yet acknowledged by the kernel lives in the browser too, so a dead kernel loses nothing.
export class Unsaved {
  constructor(name, storage) { this.prefix = `systems-leadership:${name}:`; this.storage = storage; }
  get(field) { try { return this.storage.getItem(this.prefix + field); } catch { return null; } }
  keep(field, text) { try { this.storage.setItem(this.prefix + field, text); } catch { /* private window: the kernel still has it */ } }
  drop(field) { try { this.storage.removeItem(this.prefix + field); } catch { /* as above */ } }
}

// One exercise reads another's record: a reflection quotes a play, the hand-in counts what is there. Whoever has written says so on the
// window; the others look again when they are in view, or come into view, so that a page of twelve exercises asks for one or two.
const CHANGED = "systems-leadership:changed", SOON = 200, AFTER_WORDS = 1200;
// Said by the page around the exercises, with the node it is about: its kernel has died, and it will be run again by itself ("again"); there is no connection ("offline"), or there is one again ("").
const LOST = "systems-leadership:lost";
const WAITS = { again: "Not saved yet: the page has lost its kernel, and a new one is starting. What you type is kept in this browser, and is saved once you leave the box.",
  offline: "Not saved yet: there is no connection just now. What you type is kept in this browser, and is saved when the connection is back." };

export class Line {
  constructor(model) {
    this.model = model; this.screen = model.get("screen"); this.seq = this.screen.seq ?? 0;
    this.waiting = new Map(); this.count = 0; this.tab = Math.random().toString(36).slice(2);   // replies reach every tab: each knows its own
    this.listeners = new Set(); this.status = ""; this.did = ""; this.beside = null; this.refusals = 0; this.lost = false;
    this.unsaved = new Unsaved(this.screen.where ?? "", window.localStorage);
    this.boxes = new Map();                              // field -> { text, timer, sent }
    this.onMessage = (content) => this.receive(content);
    model.on("msg:custom", this.onMessage);
    this.onLook = () => { if (!document.hidden) this.ask(); };
    document.addEventListener("visibilitychange", this.onLook); window.addEventListener("focus", this.onLook);
    this.stale = false; this.seen = false;
    this.onOther = ({ detail }) => { if (detail.where !== this.unsaved.prefix) { this.stale = true; this.freshen(detail.words ? AFTER_WORDS : SOON); } };
    window.addEventListener(CHANGED, this.onOther);
    this.onLost = ({ detail: { node, why } }) => {
      if (!this.root || !node.contains(this.root) || (this.lost === "again" && why !== "again")) return;
      this.lost = why; this.changed();
      if (!why) { this.ask(); this.flush(); }
    };
    window.addEventListener(LOST, this.onLost);
  }
  see(seen) { this.seen = seen; this.freshen(SOON); }
  freshen(wait) {
    clearTimeout(this.freshening);
    if (this.stale && this.seen) this.freshening = setTimeout(() => { this.stale = false; this.ask(); }, wait);
  }
  tell(words) { window.dispatchEvent?.(new CustomEvent(CHANGED, { detail: { where: this.unsaved.prefix, words } })); }
  close() {
    clearTimeout(this.freshening); window.removeEventListener(CHANGED, this.onOther); window.removeEventListener(LOST, this.onLost);
    this.flush(); this.model.off("msg:custom", this.onMessage);
    document.removeEventListener("visibilitychange", this.onLook); window.removeEventListener("focus", this.onLook);
  }
  changed() { this.listeners.forEach((f) => f()); }
  // JupyterLab throws ("Cannot send") once a kernel is gone. The words are in the browser's own store by then: say so, and go on.
  put(message) {
    try { this.model.send(message); return true; } catch { this.lost ||= true; this.changed(); return false; }
  }
  ask() { this.put({ ask: true }); }
  get busy() { return [...this.waiting.values()].some((w) => w.op?.do !== "write"); }
  // Send a move. Resolves with what the kernel said: { made, said }.
  move(op) {
    this.beside = null;
    this.flush();
    return this.send({ op });
  }
  send(message) {
    const id = `${this.tab}-${++this.count}`;
    return new Promise((resolve) => {
      const timer = setTimeout(() => { this.lost ||= true; this.changed(); }, 8000);
      this.waiting.set(id, { op: message.op, resolve, timer, since: performance.now() });
      setTimeout(() => this.waiting.has(id) && this.changed(), 320);
      if (message.op?.do !== "ask") this.changed();      // the question bar has shown the press by itself
      if (!this.put({ ...message, id })) { clearTimeout(timer); this.waiting.delete(id); resolve({ made: false, said: "" }); }
    });
  }
  receive(content) {
    const mine = this.waiting.get(content.id);
    if (content.file) { this.onFile?.(content.file); return; }
    if (content.screen) { this.screen = content.screen; this.seq = content.seq; }
    else if (content.patch) {
      if (content.seq === this.seq + 1) { this.screen = merge(this.screen, content.patch); this.seq = content.seq; }
      else if (content.seq > this.seq) this.ask();       // missed one: ask for the whole
    }
    if (mine) {
      clearTimeout(mine.timer); this.waiting.delete(content.id); this.lost = false;
      if (content.said !== undefined && mine.op?.do !== "write") { this.status = content.said; this.did = mine.op?.do; }
      if (content.said && mine.op?.do === "write") this.status = content.said;
      if (content.said && !content.made) this.refusals += 1;
      if (content.made) this.tell(mine.op?.do === "write");
      mine.resolve({ made: content.made, said: content.said ?? "" });
    }
    this.changed();
  }
  // --- words being typed
  text(field) {
    const box = this.boxes.get(field);
    if (box) return box.text;
    const kept = this.unsaved.get(field);
    if (kept !== null && kept !== (this.screen.drafts?.[field] ?? "")) { this.type(field, kept); return kept; }
    return this.screen.drafts?.[field] ?? "";
  }
  type(field, text) {
    const box = this.boxes.get(field) ?? {};
    clearTimeout(box.timer);
    this.boxes.set(field, { text, timer: setTimeout(() => this.save(field), 400) });
    this.unsaved.keep(field, text);
    this.changed();
  }
  async save(field) {
    const box = this.boxes.get(field);
    if (!box || box.sending === box.text) return;
    clearTimeout(box.timer); box.sending = box.text;
    const text = box.text, { made } = await this.send({ op: { do: "write", field, text } });
    const now = this.boxes.get(field);
    if (made && now?.text === text) { this.boxes.delete(field); this.unsaved.drop(field); this.changed(); }
    else if (now) now.sending = undefined;
  }
  flush() { for (const field of [...this.boxes.keys()]) this.save(field); }
  forget(field) { clearTimeout(this.boxes.get(field)?.timer); this.boxes.delete(field); this.unsaved.drop(field); }
  // Letters on their way are said at once; a move only when it takes longer than a blink, so that the page does not flicker.
  get saving() { return this.boxes.size > 0 || [...this.waiting.values()].some((w) => performance.now() - w.since > 300); }
}

// Redraw when the line says so.
export function useLine(line) {
  const [, redraw] = useState(0);
  useEffect(() => { const f = () => redraw((n) => n + 1); line.listeners.add(f); return () => line.listeners.delete(f); }, [line]);
  return line;
}

export function Button({ kind = "", ...props }) { return html`<button type="button" class=${kind} ...${KEYS} ...${props} />`; }

// A button whose move may be refused. The sentence stands beside it until the next move, and what lacks something takes the focus: what `lacks` finds
// in the exercise (a selector; "" where there is nothing to fill in), else the first empty box of the same part (`data-boxes`, or the section), else the fullest, which is too long.
export function Press({ line, move, done, lacks, kind = "", children, ...props }) {
  const ref = useRef(null), [said, say] = useState(null);
  const press = async () => {
    if (line.busy) return;                               // not `disabled`, which would take the focus from the hand
    const { made, said: words } = await move();
    if (made) return done?.();
    if (!words) return;
    line.beside = { words }; say(line.beside); line.changed();
    const boxes = [...ref.current.closest("[data-boxes], section, .sl").querySelectorAll("textarea, select, input[type=text]")];
    const box = lacks === undefined ? boxes.find((b) => !b.value.trim()) ?? boxes.sort((a, b) => b.value.length - a.value.length)[0] : lacks ? ref.current.closest(".sl").querySelector(lacks) : null;
    if (!box) return;
    const part = box.closest(".box, fieldset") ?? box, far = ref.current.getBoundingClientRect().bottom - part.getBoundingClientRect().top > innerHeight * 0.8;
    if (far) { line.beside.away = lacks; line.changed(); }                 // `Away`, where the box is, says it there as well
    box.focus({ preventScroll: true });
    (far ? part : box.closest(".box") ?? box).scrollIntoView({ block: far ? "start" : "nearest" });   // only as far as it takes: the sentence stays in sight
  };
  return html`<div class="row gap" ref=${ref}><${Button} kind=${kind} onClick=${press} ...${props}>${children}</${Button}><p role="alert" class="refusal">${said && line.beside === said ? said.words : ""}</p></div>`;
}

// The same sentence where the box is, when the box is so far from the button that a window does not hold both. `lacks` as the button has it.
export const Away = ({ line, lacks }) => line.beside?.away && line.beside.away === lacks && html`<p class="refusal">${line.beside.words}</p>`;

// The heading of a part that has just come up takes the focus, so that a keyboard or a screen reader goes on from there.
// Not when a page opens: only once a person has acted in this view.
export function Heading({ line, kind = "", children }) {
  const ref = useRef(null);
  useEffect(() => { if (line.count) ref.current?.focus(); }, []);
  return html`<h2 class=${kind} tabindex="-1" ref=${ref} ...${KEYS}>${children}</h2>`;
}

// A labelled text area whose words are saved as typed. It grows with its text. What it asks for in `parts` is a list, read with the label.
export function Box({ line, field, label, hint, parts = [], rows = 3, describe, onEnter }) {
  const ref = useRef(null), id = `sl-${line.model.model_id ?? "x"}-${field.replace(/[^\w-]/g, "_")}`;
  const text = line.text(field);
  const fit = () => { const t = ref.current; if (t) { t.style.height = "auto"; t.style.height = `${t.scrollHeight + 4}px`; } };
  useEffect(fit, [text]);
  useEffect(() => {                                          // in less width the same words take more lines
    let wide = 0;
    const size = new ResizeObserver(() => { const now = ref.current?.offsetWidth ?? wide; if (now !== wide) { wide = now; fit(); } });
    size.observe(ref.current);
    return () => size.disconnect();
  }, []);
  return html`<div class="box"><label for=${id}><b>${label}</b></label>${hint && html`<p class="small" id=${id + "-hint"}>${hint}</p>`}${parts.length > 0 && html`<ul class="parts" id=${id + "-parts"}>${parts.map((p) => html`<li key=${p}>${p}</li>`)}</ul>`}
    <textarea id=${id} ref=${ref} rows=${rows} dir="auto" value=${text} aria-describedby=${[hint && id + "-hint", parts.length > 0 && id + "-parts", describe].filter(Boolean).join(" ") || undefined}
      onInput=${(e) => line.type(field, e.target.value)} onBlur=${() => line.save(field)} ...${KEYS} /></div>`;
}

// A line to tick before a sheet about one's own place is used. The tick shows at once; the rules have the last word.
function ToTick({ line, id, p }) {
  const [asked, ask] = useState(null);
  const tick = async (on) => { ask(on); await line.move({ do: "promise", promise: id, on }); ask(null); };
  return html`<label class="promise"><input type="checkbox" checked=${asked ?? p.on} data-promise=${id} onChange=${(e) => tick(e.target.checked)} ...${KEYS}/><span>${p.words}</span></label>`;
}
export function Promises({ line, promises }) {
  return Object.entries(promises).sort((a, b) => a[1].order - b[1].order).map(([id, p]) => html`<${ToTick} key=${id} line=${line} id=${id} p=${p}/>`);
}

// "Saved", "Saving…", or what stands in the way. One place, always in words.
export function Saved({ line }) {
  const words = line.lost ? WAITS[line.lost] ?? "Not saved: the page has lost its kernel. What you typed is kept in this browser. Choose Kernel, then Restart Kernel and Run All Cells."
    : line.screen.not_saved || (line.saving ? "Saving…" : "Saved");
  return html`<span class=${"saved small" + (line.lost || line.screen.not_saved ? " trouble" : "")}>${words === "Saved" && html`<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d="M1.5 6.5l3 3 6-7" fill="none" stroke="currentColor" stroke-width="1.8"/></svg> `}${words}</span>`;
}

// What was said of the last move. A refusal is brought into sight: the button that met it may be a screen away. With `stay` it is in sight already; one that stands beside its button is not said twice.
export function Status({ line, stay = false }) {
  const ref = useRef(null);
  useEffect(() => { if (line.refusals && !stay) ref.current?.scrollIntoView({ block: "nearest" }); }, [line.refusals]);
  return html`<p role="status" class="status" ref=${ref}>${line.screen.notice ? line.screen.notice + " " : ""}${line.status === line.beside?.words ? "" : line.status}</p>`;
}

// A record that cannot be used as it stands.
function Trouble({ line }) {
  return html`<h2>This record cannot be opened</h2><p class="words">${line.screen.trouble}</p>
    ${line.screen.can_set_aside && html`<div class="row gap"><${Button} onClick=${() => line.send({ aside: true })}>Set it aside and start a new record</${Button}></div>`}<${Status} line=${line} />`;
}

function Root({ line, Screen }) {
  useLine(line);
  return line.screen.stage === "trouble" ? html`<${Trouble} line=${line} />` : html`<${Screen} line=${line} screen=${line.screen} />`;
}

// The anywidget module of one exercise.
export function exercise(Screen) {
  return { render({ model, el }) {
    const line = new Line(model), root = line.root = document.createElement("div");
    root.className = `sl ${typeof FOLDERS === "undefined" ? "" : FOLDERS}`.trim(); el.append(root);        // view.py puts in which games' styles are meant
    render(html`<${Root} line=${line} Screen=${Screen} />`, root);
    const eye = new IntersectionObserver((seen) => line.see(seen[seen.length - 1].isIntersecting));
    eye.observe(root);
    return () => { eye.disconnect(); line.close(); render(null, root); };
  } };
}
