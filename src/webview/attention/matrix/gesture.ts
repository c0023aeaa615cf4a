// Gesture: pans and zooms the matrix by mouse, wheel and touch.
import { select } from 'd3-selection';
import { type D3ZoomEvent, zoom, type ZoomTransform, zoomIdentity } from 'd3-zoom';
import { mostZoom, type Viewport, zoomedTo, zoomOf } from '../../../attention/picture/viewport';
import type { Disposable } from '../../../base/lifecycle';

export interface GestureHost {
  /** Whether the wheel zooms the matrix. Otherwise it scrolls the page. */
  zoomsByWheel(): boolean;
  viewport(): Viewport;
  moved(view: Viewport): void;
}

export interface Gesture extends Disposable {
  /** Sets the transform from which the next gesture starts. */
  readonly set: (transform: ZoomTransform) => void;
}

/** The gestures on an element. The wheel with Ctrl always zooms; browsers report a pinch on a touchpad in this form. */
export function gestureOn(plot: HTMLElement, host: GestureHost): Gesture {
  const place = select<HTMLElement, unknown>(plot);
  let isSetting = false;
  const constrained = ({ k, x, y }: ZoomTransform): ZoomTransform => {
    const view = zoomedTo(host.viewport(), k, x, y);
    return zoomIdentity.translate(view.x, view.y).scale(zoomOf(view));
  };
  const behavior = zoom<HTMLElement, unknown>()
    .filter((event: MouseEvent) => {
      if (event.type === 'wheel') return event.ctrlKey || event.metaKey || host.zoomsByWheel();
      return !event.ctrlKey && event.button === 0;
    })
    .clickDistance(4)
    .extent(() => [
      [0, 0],
      [host.viewport().width, host.viewport().height],
    ])
    .constrain(constrained)
    // No animation, also for readers who have not asked for reduced motion.
    .duration(0)
    .on('zoom', ({ transform: { k, x, y } }: D3ZoomEvent<HTMLElement, unknown>) => {
      if (!isSetting) host.moved(zoomedTo(host.viewport(), k, x, y));
    });
  place.call(behavior);
  return {
    set(transform) {
      isSetting = true;
      behavior.scaleExtent([1, mostZoom(host.viewport())]);
      behavior.transform(place, transform);
      isSetting = false;
    },
    dispose: () => void place.on('.zoom', null),
  };
}
