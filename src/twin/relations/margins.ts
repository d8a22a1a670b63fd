/**
 * Every number that decides a relation, in one place; `docs/twin.md` explains each. All are ratios, so that a relation
 * does not depend on the size of the photo.
 */

/**
 * left_of, right_of, above, below: the distance between the box centres along the axis, divided by half the sum of the
 * extents along it, must exceed this. At 1 the boxes just touch; CLEVR's margin of 0.2 world units for objects of radius
 * 0.35–0.7 is of the same order.
 */
export const AXIS_MARGIN = 0.2;
/** From this separation on a direction is beyond doubt (score 1): the boxes are apart along the axis. */
export const AXIS_CLEAR = 1;

/** in_front_of, behind: the difference of the mean depths must exceed this many combined standard deviations. */
export const DEPTH_MARGIN_SIGMA = 0.5;
export const DEPTH_CLEAR_SIGMA = 2;
/** The combined standard deviation is never taken below this share of the mean depth. */
export const DEPTH_SIGMA_FLOOR = 0.05;

/** in_front_of, behind without depth: difference of the bottom edges, over the mean height, must exceed this. */
export const BOTTOM_EDGE_MARGIN = 0.2;
export const BOTTOM_EDGE_CLEAR = 1;
/** The bottom edge is a weaker cue than depth: its scores end here. */
export const BOTTOM_EDGE_MAX_SCORE = 0.6;

/** in_front_of, behind: masks count for as many combined standard deviations of depth, where one fills all of the other's bays. */
export const COVER_SIGMAS = 1;
/** Without depth, covering is a better cue than the bottom edge. */
export const COVER_MAX_SCORE = 0.8;
/** One object covers another when it fills this share more of the other's bays than the other way round. */
export const COVER_MARGIN = 0.3;
/** … with at least this share of the smaller object's area. */
export const COVER_MIN_AREA = 0.05;
/** … and neither is smaller than this share of the other: a hand covers the phone that it holds up to the camera. */
export const COVER_MIN_RATIO = 0.1;
/** Masks touch within this share of the smaller object's height, or this many pixels if that is more: masks are not exact. */
const TOUCH_SHARE = 0.03;
const TOUCH_MIN_PIXELS = 2;
/** How far two masks may be apart and still touch, in pixels, from the heights of their objects in pixels. */
export const touchReach = (a: { readonly height: number }, b: { readonly height: number }): number =>
  Math.max(TOUCH_MIN_PIXELS, TOUCH_SHARE * Math.min(a.height, b.height));

/** on, where both have masks: this share of the subject's contact must be on the object, for what carries by its top. */
export const SUPPORT_MIN_CONTACT = 0.3;
/** Contact is on the object within this share of the smaller object's height, or this many pixels if that is more. */
export const CONTACT_SHARE = 0.05;
export const CONTACT_MIN_PIXELS = 3;

/** on: this share of the subject's width (for a board underfoot: of the narrower one) must be over the object. */
export const SUPPORT_MIN_SPAN = 0.5;
/** on: depths that differ by more combined standard deviations than this exclude contact. */
export const CONTACT_MAX_SIGMA = 3;
/** on, for things that carry only on their top: the same, stricter, as what is behind looks alike. */
export const TOP_MAX_SIGMA = 1.5;

/** inside: this share of the subject's area must lie in the object's box. */
export const INSIDE_MIN_CONTAINMENT = 0.9;
/** inside: the subject's area over the object's must not exceed this. */
export const INSIDE_MAX_AREA_RATIO = 0.8;
/** inside: a subject that is nearer or farther by more combined standard deviations than this is not inside. */
export const INSIDE_MAX_SIGMA = 2;

/** near: the gap between the boxes over the mean of √area must not exceed this. */
export const NEAR_MAX_GAP = 0.5;
/** near: depths that differ by more combined standard deviations than this exclude nearness. */
export const NEAR_MAX_SIGMA = 2;

/** overlapping: the common area over the smaller box's area must reach this. */
export const OVERLAP_MIN_SHARE = 0.1;

/** Position of `value` between `margin` (0) and `clear` (1), clamped: how clearly a number exceeds its margin. */
export const clarity = (value: number, margin: number, clear: number): number =>
  Math.min(1, Math.max(0, (value - margin) / (clear - margin)));

/** Three decimals: what a person can read of a number in `because`. */
export const rounded = (value: number): number => Math.round(value * 1000) / 1000;
