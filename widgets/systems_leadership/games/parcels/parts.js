// What the parts of the parcels exercise share, and other games with them.
import { useEffect, useRef } from "../../vendor/preact.js";

export const put = (text, values) => text.replace(/\{(\w+)\}/g, (_, k) => values[k]);
export const inOrder = (things) => Object.entries(things).sort((a, b) => a[1].order - b[1].order);

// A bar that stays in sight says how high it is, so that what has the focus below it is scrolled clear of it. For the bar's `ref`; what it stands in has the class `sorting`.
export function useBar() {
  const ref = useRef(null);
  useEffect(() => {
    const bar = ref.current, size = new ResizeObserver(() => bar.parentElement.style.setProperty("--bar", `${bar.offsetHeight}px`));
    size.observe(bar);
    return () => size.disconnect();
  }, []);
  return ref;
}
