// What stands round a stakeholder map: its key, and a window to move it in where the screen is narrower than its names can bear.
import { html, useLayoutEffect, useRef, useState } from "../vendor/preact.js";
import { memo } from "../page.js";
import { Mark, Swatch, TIES } from "./canvas.js";

const NARROW = 760;                                        // below this a whole map has names under 9 px; page.css says the same

// Whether a part has too little room for the whole map. [ref, narrow]
export function useNarrow() {
  const ref = useRef(null), [narrow, set] = useState(false);
  useLayoutEffect(() => {
    if (!ref.current) return;
    const measure = () => set(ref.current.clientWidth > 0 && ref.current.clientWidth <= NARROW);
    const size = new ResizeObserver(measure);
    size.observe(ref.current); measure();
    return () => size.disconnect();
  }, []);
  return [ref, narrow];
}

// On a narrow screen the map keeps its size, names at 12 px, and moves sideways below this window: to whoever is chosen, and with the focus.
export function Pan({ at, hint, children }) {
  const ref = useRef(null);
  const bring = (x) => { const r = ref.current; if (r.scrollWidth > r.clientWidth) r.scrollLeft = x - r.clientWidth / 2; };
  useLayoutEffect(() => { if (at) bring(at.x / 1000 * ref.current.scrollWidth); }, [at?.x]);
  const onFocusIn = (e) => {
    const mark = e.target.closest?.("[data-player]")?.getBoundingClientRect(), window_ = ref.current.getBoundingClientRect();
    if (mark && (mark.left < window_.left || mark.right > window_.right)) bring(mark.left + mark.width / 2 - window_.left + ref.current.scrollLeft);
  };
  return html`<p class="small pan-hint">${hint}</p><div class="pan" ref=${ref} onfocusin=${onFocusIn}>${children}</div>`;
}

// What the letters and the lines mean. Of the letters only those on this map: a kind nobody has met stays unsaid.
export const Key = memo(function Key({ players, families, lines = true }) {
  const kinds = new Map();
  for (const p of Object.values(players ?? {})) kinds.set(`${p.family} ${p.letter}`, p);
  const order = (p) => (families[p.family]?.order ?? 0) + (p.letter ? 0.5 : 0), list = [...kinds.values()].sort((a, b) => order(a) - order(b) || a.kind.localeCompare(b.kind));
  return html`<dl class="key small">${list.length > 0 && html`<dt>Letters</dt><dd><ul>${list.map((p) => html`<li key=${p.kind}><${Mark} family=${p.family} letter=${p.letter} size=${18}/> ${p.kind}</li>`)}</ul></dd>`}
    ${lines && html`<dt>Lines</dt><dd><ul>${Object.keys(TIES).map((type) => html`<li key=${type}><${Swatch} type=${type} width=${36}/> ${type}</li>`)}</ul></dd>`}</dl>`;
});
