// Small maps side by side, the same seats in each, the names in words below.
import { html } from "../../vendor/preact.js";
import { exercise } from "../../page.js";
import { SmallMap } from "../../canvas/canvas.js";

function Figure({ screen }) {
  return html`<h3>${screen.title}</h3><div class="five">${screen.views.map((v) => html`<figure key=${v.id}><${SmallMap} seats=${screen.seats} near=${v.near} you=${v.id} label=${`${v.name}: ${v.names.length} players in one step`}/>
    <figcaption class="small left"><b>${v.name}</b>: ${v.names.join(", ")}.</figcaption></figure>`)}</div><p class="small">${screen.caption}</p>`;
}

export default exercise(Figure);
