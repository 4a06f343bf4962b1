import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** The width a picture has, in CSS pixels: pictures are laid out anew, not scaled, so that their words stay readable. */
export function useWidth(fallback = 800): readonly [RefObject<HTMLDivElement | null>, number] {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(fallback);
  useLayoutEffect(() => {
    if (frame.current === null) return;
    const watch = new ResizeObserver(([entry]) => setWidth(Math.max(260, Math.floor(entry!.contentRect.width))));
    watch.observe(frame.current);
    setWidth(Math.max(260, frame.current.clientWidth));
    return () => watch.disconnect();
  }, []);
  return [frame, width];
}
