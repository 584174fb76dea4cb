// Choice of the facet that a ray starts from: all normals of a pool, in single precision.

/// Facet of the largest lane of `best`, the lowest among equals; -1 where no lane was set.
INLINE int32_t bestFacet(FloatLanes best, FloatMask indices) {
  FloatMask isBest = (best == largestFloat(best)) & (indices >= 0);
  int32_t found = __builtin_reduce_min(isBest ? indices : (FloatMask)(INT32_MAX));
  return found == INT32_MAX ? -1 : found;
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
  return bestFacet(best, bestIndex);
}

/// The same for a ray whose origin and direction share no component. Normals and directions are not
/// negative there, so a facet with N.a = 0 that the ray lies beyond has t = +infinity and is found
/// as the best: `t`.
INLINE int32_t screenSplitFacets(
    int32_t m, int32_t split, const FarrellFacets *facets, const double *origin,
    const double *direction, float *t) {
  FloatLanes ray[64];
  for (int32_t c = 0; c < m; c++) {
    ray[c] = (FloatLanes)(c < split ? (float)direction[c] : -(float)origin[c]);
  }
  FloatLanes best = (FloatLanes)(-INFINITY);
  FloatMask bestIndex = (FloatMask)(-1), index = {0, 1, 2, 3, 4, 5, 6, 7};
  int64_t stride = facets->stride;
  const float *end = facets->normals + facets->count;
  for (const float *normals = facets->normals; normals < end; normals += 8) {
    FloatLanes slope = loadFloats(normals) * ray[0];
    FloatLanes height = loadFloats(normals + split * stride) * ray[split];
    for (int32_t c = 1; c < m; c++) {
      if (c == split) continue;
      FloatLanes component = loadFloats(normals + c * stride);
      if (c < split) {
        slope += component * ray[c];
      } else {
        height += component * ray[c];
      }
    }
    FloatLanes crossing = height / slope;
    FloatMask isBetter = crossing > best;
    best = isBetter ? crossing : best;
    bestIndex = isBetter ? index : bestIndex;
    index += 8;
  }
  *t = largestFloat(best);
  return bestFacet(best, bestIndex);
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
