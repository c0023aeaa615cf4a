// Matrix gesture: panning and zooming by mouse, wheel and fingers.
import { select } from 'd3-selection';
import { type D3ZoomEvent, zoom, type ZoomTransform, zoomIdentity } from 'd3-zoom';
import { mostZoom, type Viewport, zoomedTo, zoomOf } from '../../../attention/picture/viewport';
import type { Disposable } from '../../../base/lifecycle';

export interface GestureHost {
  /** Whether a turn of the wheel is meant for the matrix, not for the page. */
  isWanted(): boolean;
  viewport(): Viewport;
  moved(view: Viewport): void;
}

export interface Gesture extends Disposable {
  /** Goes on from here the next time. */
  readonly set: (transform: ZoomTransform) => void;
}

/** The wheel with Ctrl (and two fingers on a touchpad, which is the same to a page) zooms in any case. */
export function gestureOn(plot: HTMLElement, host: GestureHost): Gesture {
  const place = select<HTMLElement, unknown>(plot);
  let isSetting = false;
  const constrained = ({ k, x, y }: ZoomTransform): ZoomTransform => {
    const view = zoomedTo(host.viewport(), k, x, y);
    return zoomIdentity.translate(view.x, view.y).scale(zoomOf(view));
  };
  const behavior = zoom<HTMLElement, unknown>()
    .filter((event: MouseEvent) => {
      if (event.type === 'wheel') return event.ctrlKey || event.metaKey || host.isWanted();
      return !event.ctrlKey && event.button === 0;
    })
    .clickDistance(4)
    .extent(() => [
      [0, 0],
      [host.viewport().width, host.viewport().height],
    ])
    .constrain(constrained)
    // Nothing moves by itself, so that readers who asked for less motion need no exception.
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
