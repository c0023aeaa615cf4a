// Film: records screenshots of the workbench with the time that each is to be shown. It draws the pointer into the
// page, because a screenshot has no pointer.
import fs from 'node:fs';
import path from 'node:path';

/** The time between two pictures of a movement, in milliseconds. */
const STEP_MS = 70;

/** A time that is longer than the animations of the workbench, in milliseconds. */
const REST_MS = 350;

/** An arrow, 12 by 18 pixels; its tip is at 0, 0. */
const ARROW = 'M0 0V15.5L3.8 12L6.4 18L9 16.9L6.4 11H11.6Z';

export class Film {
  /** @param folder the folder for the pictures 000.png, 001.png, … and for their list, frames.json */
  constructor(page, folder) {
    this.page = page;
    this.folder = folder;
    this.frames = [];
    this.at = { x: 0, y: 0 };
  }

  /** Puts the pointer into the page. */
  async begin(x, y) {
    this.scale = await this.page.evaluate(() => window.devicePixelRatio);
    this.browser = await this.page.context().newCDPSession(this.page);
    await this.page.evaluate(arrow => {
      const space = 'http://www.w3.org/2000/svg';
      const pointer = document.createElementNS(space, 'svg');
      pointer.id = 'film-pointer';
      pointer.setAttribute('viewBox', '-1 -1 14 21');
      Object.assign(pointer.style, { position: 'fixed', width: '17px', height: '25px', zIndex: '2147483647' });
      pointer.style.pointerEvents = 'none';
      const shape = document.createElementNS(space, 'path');
      for (const [key, value] of [
        ['d', arrow],
        ['fill', '#111'],
        ['stroke', '#fff'],
        ['stroke-width', '1.3'],
        ['stroke-linejoin', 'round'],
      ]) {
        shape.setAttribute(key, value);
      }
      pointer.append(shape);
      document.body.append(pointer);
    }, ARROW);
    await this.placePointer(x, y);
  }

  /** Waits until animations have ended, then records the screen, to be shown for `ms` milliseconds. */
  async still(ms) {
    // Animations of the workbench have no event for their end.
    await this.page.waitForTimeout(REST_MS);
    await this.hold(ms);
  }

  /**
   * Records the screen as it is, to be shown for `ms` milliseconds. If it equals the last picture, that one is shown
   * longer.
   */
  async hold(ms) {
    const clip = { x: 0, y: 0, ...this.page.viewportSize(), scale: this.scale };
    // This is twice as fast as Playwright's screenshot, which first waits until the page does not change.
    const { data } = await this.browser.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true, clip });
    const last = this.frames.at(-1);
    if (last?.data === data) last.ms += ms;
    else this.frames.push({ data, ms });
  }

  /**
   * Records one picture after the other until the promise settles. Each is to be shown for the time that it took to
   * record, but at most `mostMs`: on a busy machine a screenshot takes too long.
   */
  async follow(promise, mostMs) {
    let done = false;
    const ended = promise.finally(() => (done = true));
    while (!done) {
      const began = performance.now();
      await this.hold(0);
      this.frames.at(-1).ms += Math.round(Math.min(mostMs, performance.now() - began));
    }
    return ended;
  }

  /** Moves the pointer, more slowly at both ends, and records the movement. */
  async move(x, y) {
    const from = this.at;
    const steps = Math.max(3, Math.min(9, Math.round(Math.hypot(x - from.x, y - from.y) / 55)));
    for (let step = 1; step <= steps; step++) {
      const share = (1 - Math.cos((Math.PI * step) / steps)) / 2;
      await this.placePointer(from.x + (x - from.x) * share, from.y + (y - from.y) * share);
      await this.hold(STEP_MS);
    }
  }

  /** Moves the pointer to the middle of an element. */
  async moveTo(locator) {
    const { x, y, width, height } = await locator.boundingBox();
    await this.move(x + width / 2, y + height / 2);
  }

  /** Moves the pointer to the middle of an element and clicks. */
  async click(locator) {
    await this.moveTo(locator);
    await this.page.mouse.click(this.at.x, this.at.y);
  }

  /** Moves the pointer with the button pressed. */
  async drag(x, y) {
    await this.page.mouse.down();
    await this.move(x, y);
    await this.page.mouse.up();
  }

  /** Writes the pictures and their list. */
  end() {
    const list = this.frames.map(({ data, ms }, index) => {
      const file = `${String(index).padStart(3, '0')}.png`;
      fs.writeFileSync(path.join(this.folder, file), Buffer.from(data, 'base64'));
      return { file, ms };
    });
    fs.writeFileSync(path.join(this.folder, 'frames.json'), JSON.stringify(list, null, 2));
  }

  async placePointer(x, y) {
    this.at = { x, y };
    await this.page.mouse.move(x, y);
    await this.page.evaluate(
      ([left, top]) =>
        Object.assign(document.getElementById('film-pointer').style, { left: `${left}px`, top: `${top}px` }),
      [x, y],
    );
  }
}
