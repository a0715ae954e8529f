/** How a new row comes: from below, and without any way where motion is not wanted. */

const DURATION_MS = 150;

/** @param distance CSS pixels @param onRest called once, at the end @returns a function that ends it at once */
export function slideIn(element: HTMLElement, distance: number, onRest: () => void): () => void {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const way = [
    { transform: `translateY(${distance}px)`, opacity: 0 },
    { transform: "none", opacity: 1 },
  ];
  const animation = element.animate(way, { duration: isStill ? 0 : DURATION_MS, easing: "ease-out" });
  let isOver = false;
  const rest = () => {
    if (isOver) return;
    isOver = true;
    animation.cancel();
    onRest();
  };
  animation.onfinish = rest;
  return rest;
}
