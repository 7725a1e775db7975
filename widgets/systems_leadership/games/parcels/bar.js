// The bar that stays in sight among many names: who is chosen, where they can go, what was done last, and what is cut so far.
import { html, useState } from "../../vendor/preact.js";
import { Button, Status } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { inOrder, put, useBar } from "./parts.js";

function Who({ screen, ids, here, nothing }) {
  const w = screen.furniture.words, one = ids.length === 1 ? screen.players[ids[0]] : null;
  if (!ids.length) return nothing ? html`<p class="small who">${w.how}</p>` : null;
  return html`<p class="who">${one ? html`<${Mark} family=${one.family} letter=${one.letter}/> <b>${one.name}</b>${here ? html` is in <span dir="auto">${screen.parcels[here].name}</span>.` : "."}` : html`<b>${ids.length} players</b> chosen.`} ${here ? w.move_to : w.put_in}</p>`;
}

// The parcels stand there before anybody is chosen, so that nothing below jumps at the first press. A press too early says what is missing.
export function Bar({ line, screen, chosen, none, place, asTable }) {
  const w = screen.furniture.words, ids = [...chosen], [pressed, press] = useState(null), ref = useBar();
  const here = ids.length === 1 ? screen.place[ids[0]] : null, placed = ids.some((i) => screen.place[i]);
  const go = async (parcel) => { if (!ids.length) { line.status = w.chosen_none; line.changed(); return; } press(parcel); await place(ids, parcel); press(null); };
  const off = (is) => (is ? "true" : undefined);
  return html`<div class="movebar" role="group" aria-label=${w.bar} ref=${ref}><div class="said">${!asTable && html`<${Who} screen=${screen} ids=${ids} here=${here} nothing=${!line.status && !line.screen.notice}/>`}<${Status} line=${line} stay/></div>
    <p class="count">${put(w.bar_count, screen)} <span class="small">${screen.left ? put(w.bar_left, screen) : w.bar_none_left}</span></p>
    ${!asTable && html`<div class="targets">${inOrder(screen.parcels).map(([p, it]) => html`<${Button} key=${p} kind=${pressed === p ? "pressed" : ""} disabled=${line.busy} aria-disabled=${off(!ids.length || p === here)} data-parcel=${p} onClick=${() => p !== here && go(p)}><span dir="auto">${it.name}</span></${Button}>`)}
      ${placed && html`<${Button} kind="quiet" disabled=${line.busy} onClick=${() => go("")}>${w.take_out}</${Button}>`}${ids.length > 0 && html`<${Button} kind="quiet" onClick=${none}>${w.let_go_choice}</${Button}>`}</div>`}</div>`;
}
