// Choice of the facet that a ray starts from: all normals of a pool, in single precision.

/// The index of the first lane that has a value.
INLINE int32_t indexOf(float value, FloatLanes values, FloatMask indices) {
  int32_t all[8];
  memcpy(all, &indices, sizeof all);
  return all[firstFloatLane(values == value)];
}

/// Facet with the largest t = -(N.b) / (N.a) among those with N.a > 0, in single precision; -1
/// without one.
///
/// `horizon` receives a facet with N.a = 0 that the ray lies beyond, which proves that it never
/// enters the cone; -1 without one.
INLINE int32_t screenFacets(
    int32_t m, const FarrellFacets *facets, const double *origin, const double *direction,
    int32_t *horizon) {
  FloatLanes best = (FloatLanes)(-INFINITY);
  FloatMask bestIndex = (FloatMask)(-1), beyond = (FloatMask)(-1);
  FloatMask index = {0, 1, 2, 3, 4, 5, 6, 7};
  for (int32_t k = 0; k < facets->count; k += 8) {
    FloatLanes height = {0}, slope = {0};
    for (int32_t c = 0; c < m; c++) {
      FloatLanes component = loadFloats(facets->normals + (int64_t)c * facets->stride + k);
      height -= component * (float)origin[c];
      slope += component * (float)direction[c];
    }
    FloatLanes t = height / slope;
    FloatMask isBetter = (slope > 0) & (t > best);
    best = isBetter ? t : best;
    bestIndex = isBetter ? index : bestIndex;
    beyond = ((slope == 0) & (height > 0)) ? index : beyond;
    index += 8;
  }
  *horizon = __builtin_reduce_max(beyond);
  return indexOf(largestFloat(best), best, bestIndex);
}

/// The facets that eight rays start from, as far as they are known: the largest t = -depth / slope of
/// each, and its facet, -1 without one.
typedef struct {
  FloatLanes depth, slope;
  FloatMask index;
  /// Facets looked at.
  int32_t count;
} Farthest;

INLINE Farthest nothingScreened(void) {
  // t is lower than that of any facet.
  return (Farthest){(FloatLanes)(1), (FloatLanes)(1e-30f), (FloatMask)(-1), 0};
}

/// Looks at the facets that were not looked at yet, for eight rays side by side whose origins and
/// directions share no component; see `FarrellRays`.
///
/// Normals and directions are not negative there, so a facet with N.a = 0 that a ray lies beyond, which
/// proves that the ray never enters the cone, has slope 0 and t = +infinity.
INLINE void screenSplitRays(
    int32_t m, int32_t split, const FarrellFacets *facets, const float *origins,
    const float *directions, Farthest *farthest) {
  FloatLanes bestDepth = farthest->depth, bestSlope = farthest->slope;
  FloatMask bestIndex = farthest->index, index = (FloatMask)(farthest->count);
  const float *rows[64];
  for (int32_t c = 0; c < m; c++) rows[c] = facets->normals + (int64_t)c * facets->stride;
  for (int64_t k = farthest->count, count = facets->count; k < count; k++) {
    FloatLanes slope = rows[0][k] * loadFloats(directions);
    for (int32_t c = 1; c < split; c++) slope += rows[c][k] * loadFloats(directions + 8 * c);
    FloatLanes depth = rows[split][k] * loadFloats(origins + 8 * split);
    for (int32_t c = split + 1; c < m; c++) depth += rows[c][k] * loadFloats(origins + 8 * c);
    FloatMask isFarther = depth * bestSlope < bestDepth * slope;
    bestDepth = isFarther ? depth : bestDepth;
    bestSlope = isFarther ? slope : bestSlope;
    bestIndex = isFarther ? index : bestIndex;
    index += 1;
  }
  *farthest = (Farthest){bestDepth, bestSlope, bestIndex, facets->count};
}

INLINE int32_t farthestFacetOf(
    int32_t m, int32_t width, const FarrellFacets *facets, const double *origin,
    const double *direction) {
  (void)width;
  int32_t horizon;
  return screenFacets(m, facets, origin, direction, &horizon);
}

static int32_t farthestFacet(
    const FarrellFacets *facets, int32_t dimension, const double *origin,
    const double *direction) {
  WITH_DIMENSION(dimension, farthestFacetOf, facets, origin, direction)
}
