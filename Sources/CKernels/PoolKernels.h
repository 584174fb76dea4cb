// Many rays against a pool of facets, which grows by those that they pass.

/// Takes the verified facet in the slot behind the others into the pool, where there is room.
INLINE void keepFacet(int32_t m, FarrellFacets *facets, const float *normal) {
  if (facets->count >= facets->limit) return;
  for (int32_t c = 0; c < m; c++) {
    facets->normals[(int64_t)c * facets->stride + facets->count] = normal[c];
  }
  facets->count++;
}

/// R x after a generator replaced that of row `leaving`: w = R.g, `factor` = 1 / w_leaving.
INLINE void updateProducts(
    int32_t width, int32_t leaving, const Lanes *w, double factor, Lanes *products) {
  double all[64];
  memcpy(all, products, sizeof(Lanes) * (size_t)(width / 8));
  double step = all[leaving] * factor;
  for (int32_t block = 0; block < width / 8; block++) {
    Lanes next = products[block] - w[block] * step;
    products[block] = laneNumbers + 8 * block == (int64_t)leaving ? (Lanes)(step) : next;
  }
}

/// Forgets the facets behind the first `count`.
COLD void forgetFacets(int32_t m, FarrellFacets *facets, int32_t count) {
  for (int32_t c = 0; c < m; c++) {
    float *row = facets->normals + (int64_t)c * facets->stride;
    for (int32_t k = count; k < facets->count; k++) row[k] = 0;
  }
  facets->count = count;
}

/// R.a and the weights of a facet where a ray crosses it, and the row that has to leave.
typedef struct {
  Lanes alpha[8];
  Lanes weights[8];
  int32_t leaving;
} Weights;

/// Where a ray meets a facet, from the normal that is kept.
INLINE double freshCrossing(
    int32_t m, int32_t width, const double *inverse, const double *origin,
    const double *direction, const FarrellTolerances *tolerances) {
  double height = 0, slope = 0, size = 0;
  for (int32_t c = 0; c < m; c++) {
    double component = inverse[c * width + m - 1];
    height -= component * origin[c];
    slope += component * direction[c];
    size += fabs(component * direction[c]);
  }
  return crossingOf(m, width, inverse, height, slope, size, origin, direction, tolerances);
}

/// The generator that enters in a dual step from a facet, chosen in double precision.
COLD int32_t enteringColumnExactly(
    const FarrellCone *cone, const double *row, const double *inverse,
    const FarrellTolerances *tolerances, FarrellWork *work) {
  double normal[64];
  for (int32_t c = 0; c < cone->dimension; c++) {
    normal[c] = inverse[c * cone->width + cone->dimension - 1];
  }
  priceGenerators(cone, normal, work->reducedCosts);
  return enteringColumn(
      row, cone->rows, cone->dimension, cone->stride, cone->stride, work->reducedCosts,
      tolerances->harrisSlack, tolerances->pivot, work->rowProducts);
}

/// The facet after a dual pivot of the one in slot `held`, whose normal is given, made in another `slot`.
/// Returns whether it is valid; `w` receives R.g, `factor` 1 / (R_leaving . g), and `reducedCosts` N.g.
///
/// Where the generator that single precision chooses gives no valid facet, double precision chooses.
INLINE int makeFacet(
    int32_t m, int32_t width, const FarrellCone *cone, FarrellFacets *facets, int32_t held,
    const float *heldNormal, int32_t leaving, int32_t slot, const FarrellTolerances *tolerances,
    FarrellWork *work, Lanes *w, double *factor) {
  const double *inverse = facets->inverses + (int64_t)held * m * width;
  double row[64], normal[64], size = 0;
  for (int32_t c = 0; c < m; c++) {
    row[c] = inverse[c * width + leaving];
    size += fabs(row[c]);
  }
  int32_t entering = nearestColumn(
      m, row, heldNormal, cone->floatRows, cone->stride, tolerances->floatPivot * size);
  double largest = tolerances->roundingLevel;  // violation
  for (int isExact = 0;; isExact++) {
    if (isExact) {
      entering = enteringColumnExactly(cone, row, inverse, tolerances, work);
      largest = tolerances->dualResidual;
    }
    if (entering >= 0) {
      double pivot = 0;
      for (int32_t c = 0; c < m; c++) {
        pivot += row[c] * cone->columns[(int64_t)entering * width + c];
      }
      *factor = 1 / pivot;
      size = replaceGenerator(
          m, width, cone, inverse, facets->members + (int64_t)held * (m - 1), leaving, entering,
          *factor, tolerances->roundingLevel, w,
          facets->inverses + (int64_t)slot * m * width,
          facets->members + (int64_t)slot * (m - 1), normal);
      double least = priceGeneratorsOf(m, width, cone, normal, work->reducedCosts);
      if (pivot < -tolerances->pivot && least >= -largest * size) return 1;
    }
    if (isExact) return 0;
  }
}

INLINE int pivotRayOf(
    int32_t m, int32_t width, const FarrellCone *cone, FarrellFacets *facets, int32_t *facet,
    const double *origin, const double *direction, const FarrellTolerances *tolerances,
    FarrellWork *work, const Weights *known, double *crossing) {
  Lanes alpha[8], weights[8], w[8];
  for (int32_t block = 0; block < width / 8; block++) {
    alpha[block] = known->alpha[block];
    weights[block] = known->weights[block];
  }
  double factor, t = *crossing;
  int32_t held = *facet, leaving = known->leaving, facetCount = facets->count;
  float normal[64];
  for (int32_t c = 0; c < m; c++) normal[c] = facets->normals[(int64_t)c * facets->stride + held];
  for (int32_t step = 0; step < tolerances->pivotLimit; step++) {
    if (facets->count >= facets->limit && facets->canGrow) {
      forgetFacets(m, facets, facetCount);
      work->pivots -= step;
      facets->wantsRoom = 1;
      return 0;
    }
    // Behind the facets of a full pool two slots take turns.
    int32_t slot = facets->count + (held == facets->count);
    int32_t updates = facets->updateCounts[held] + 1;
    if (updates >= tolerances->refactorInterval ||
        !makeFacet(
            m, width, cone, facets, held, normal, leaving, slot, tolerances, work, w, &factor)) {
      return 0;
    }
    facets->updateCounts[slot] = updates;
    work->pivots++;
    double *inverse = facets->inverses + (int64_t)slot * m * width;
    const int32_t *members = facets->members + (int64_t)slot * (m - 1);
    // The weights are those of the point last reached, R (b + t a): the new facet moves it on.
    updateProducts(width, leaving, w, factor, alpha);
    updateProducts(width, leaving, w, factor, weights);
    double reached = freshCrossing(m, width, inverse, origin, direction, tolerances);
    leaving = -1;
    if (reached < INFINITY) {
      leaving = moveWeights(
          m, width, inverse, reached - t, tolerances->feasibility, alpha, weights);
    }
    t = reached;
    held = slot;
    sharpenNormal(m, width, members, work->reducedCosts, inverse);
    for (int32_t c = 0; c < m; c++) normal[c] = (float)inverse[c * width + m - 1];
    keepFacet(m, facets, normal);
    if (t < INFINITY && leaving >= 0) continue;

    // The last facet: it answers the ray if the residual is small.
    if (isnan(t) ||
        (t < INFINITY &&
         !hasSmallResidual(
             m, width, cone, members, weights, t, origin, direction, tolerances->residual))) {
      return 0;
    }
    *crossing = freshCrossing(m, width, inverse, origin, direction, tolerances);
    *facet = slot < facets->count ? slot : -1;
    return 1;
  }
  return 0;
}

/// Pivots from a known `facet`, where the ray has a `crossing` with a weight below zero, until no weight
/// is. Returns whether the ray is answered, and then the last facet, -1 if the pool had no room for it,
/// and its crossing; 0 where something needs more care than is taken here: no room, no pivot, a
/// check that failed, an inverse that was updated often.
///
/// The generator that enters is chosen in single precision, and every facet on the way is priced in
/// double precision before it joins the pool.
static int pivotRay(
    const FarrellCone *cone, FarrellFacets *facets, int32_t *facet, const double *origin,
    const double *direction, const FarrellTolerances *tolerances, FarrellWork *work,
    const Weights *known, double *crossing) {
  WITH_DIMENSION(
      cone->dimension, pivotRayOf, cone, facets, facet, origin, direction, tolerances, work, known,
      crossing)
}

INLINE int32_t answerSplitRays(
    int32_t m, int32_t width, int32_t split, const FarrellCone *cone, FarrellFacets *facets,
    const FarrellRays *rays, int32_t first, int32_t end, const FarrellTolerances *tolerances,
    FarrellWork *work, double *crossings, int32_t *found) {
  Farthest farthest = nothingScreened();
  // No slope until a facet was looked at: the pool may be empty.
  int32_t farthestIndex[8] = {0};
  float slope[8] = {0};
  for (int32_t ray = first; ray < end; ray++) {
    const double *origin = rays->origins + (int64_t)ray * width;
    const double *direction = rays->directions + (int64_t)ray * width;
    if (ray % 8 == 0) farthest = nothingScreened();
    if (split > 0 && farthest.count < facets->count) {
      int64_t eight = (int64_t)(ray / 8) * 8 * m;
      screenSplitRays(
          m, split, facets, rays->floatOrigins + eight, rays->floatDirections + eight, &farthest);
      memcpy(farthestIndex, &farthest.index, sizeof farthestIndex);
      memcpy(slope, &farthest.slope, sizeof slope);
    }
    int32_t horizon = -1, k;
    if (split > 0 && slope[ray % 8] > 0) {
      k = farthestIndex[ray % 8];
    } else {
      k = screenFacets(m, facets, origin, direction, &horizon);
    }
    if (horizon >= 0) {
      const double *inverse = facets->inverses + (int64_t)horizon * m * width;
      if (provesInfeasible(m, width, inverse, origin, direction, tolerances->horizon)) {
        crossings[ray] = INFINITY;
        found[ray] = horizon;
        work->hits++;
        continue;
      }
    }
    found[ray] = k;
    crossings[ray] = NAN;
    if (k < 0) return ray;
    const double *inverse = facets->inverses + (int64_t)k * m * width;
    Weights known;
    double t = crossFacetOf(
        m, width, split, inverse, origin, direction, tolerances, known.alpha, known.weights,
        &known.leaving);
    crossings[ray] = t;
    if (!(t < INFINITY)) return ray;
    if (known.leaving >= 0) {
      if (!pivotRay(
              cone, facets, &found[ray], origin, direction, tolerances, work, &known,
              &crossings[ray])) {
        return ray;
      }
      continue;
    }
    const int32_t *members = facets->members + (int64_t)k * (m - 1);
    if (!hasSmallResidual(
            m, width, cone, members, known.weights, t, origin, direction,
            tolerances->residual)) {
      return ray;
    }
    work->hits++;
  }
  return end;
}

/// Input rays with up to four outputs, the sum of intensities counted, have a loop of their own.
INLINE int32_t answerRaysOf(
    int32_t m, int32_t width, const FarrellCone *cone, FarrellFacets *facets,
    const FarrellRays *rays, int32_t first, int32_t end, const FarrellTolerances *tolerances,
    FarrellWork *work, double *crossings, int32_t *found) {
#define ANSWER(SPLIT) \
  answerSplitRays(    \
      m, width, SPLIT, cone, facets, rays, first, end, tolerances, work, crossings, found)
  int32_t rest = rays->split > 0 ? m - rays->split : 0;
  if (rest == 1 && m > 1) return ANSWER(m - 1);
  if (rest == 2 && m > 2) return ANSWER(m - 2);
  if (rest == 3 && m > 3) return ANSWER(m - 3);
  if (rest == 4 && m > 4) return ANSWER(m - 4);
  return ANSWER(0);
#undef ANSWER
}

/// Answers rays first ..< end in turn, each from the facets known by then: t, or +infinity where a
/// facet proves that the ray never enters the cone; `found` is the facet. Stops at the first ray
/// that needs more care, or more room, and returns its number, `end` when all are answered. `found` of
/// that ray is the facet to start from, -1 without one.
static int32_t answerRays(
    const FarrellCone *cone, FarrellFacets *facets, const FarrellRays *rays, int32_t first,
    int32_t end, const FarrellTolerances *tolerances, FarrellWork *work, double *crossings,
    int32_t *found) {
  WITH_DIMENSION(
      cone->dimension, answerRaysOf, cone, facets, rays, first, end, tolerances, work, crossings,
      found)
}
