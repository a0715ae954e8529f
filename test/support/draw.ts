/** Runs in a page: until it has been drawn so often. */
export async function draw(count: number): Promise<void> {
  for (let drawn = 0; drawn < count; drawn++)
    await new Promise((resolve) => void requestAnimationFrame(resolve));
}
