// Pricing of many columns: products of row vectors with many columns that are compared, never
// stored.

#ifdef FUSED
#define MULTIPLY_ADD(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#endif

typedef float WideFloats __attribute__((ext_vector_type(16)));

INLINE WideFloats loadWide(const float *x) {
  WideFloats value;
  memcpy(&value, x, sizeof value);
  return value;
}

/// Finds groups of 64 columns whose product with one of four row vectors may lie below its
/// threshold.
///
/// Four row vectors share every load of a column. `prices` holds component c of row vector k at 4c
/// + k; `hits` receives 4 * group + k in order of groups; returns their number.
static int32_t screenColumns(
    const float *columns, int32_t stride, int32_t first, int32_t end, int32_t dimension,
    const float *prices, const float *thresholds, int32_t *hits) {
  int32_t hitCount = 0;
  for (int32_t group = first; group < end; group += 64) {
    WideFloats low[4];
    for (int k = 0; k < 4; k++) low[k] = (WideFloats)(INFINITY);
    for (int32_t block = group; block < group + 64; block += 16) {
      WideFloats sums[4] = {0};
      for (int32_t c = 0; c < dimension; c++) {
        WideFloats column = loadWide(columns + (int64_t)c * stride + block);
        for (int k = 0; k < 4; k++) {
          sums[k] = MULTIPLY_ADD(column, (WideFloats)(prices[4 * c + k]), sums[k]);
        }
      }
      for (int k = 0; k < 4; k++) low[k] = sums[k] < low[k] ? sums[k] : low[k];
    }
    for (int k = 0; k < 4; k++) {
      if (__builtin_reduce_or(low[k] < thresholds[k]) != 0) hits[hitCount++] = group / 64 * 4 + k;
    }
  }
  return hitCount;
}

/// Smallest product of a row vector with columns first ..< end, multiples of eight apart, and the
/// first column that has it.
static double lowestProduct(
    const double *price, const double *columns, int32_t stride, int32_t first, int32_t end,
    int32_t dimension, int32_t *index) {
  Lanes best = (Lanes)(-INFINITY);
  Mask bestIndex = (Mask)(first), numbers = laneNumbers + first;
  for (int32_t block = first; block < end; block += 8) {
    Lanes sums = {0};
    for (int32_t c = 0; c < dimension; c++) {
      sums -= load(columns + (int64_t)c * stride + block) * price[c];
    }
    Mask isBetter = sums > best;
    best = isBetter ? sums : best;
    bestIndex = isBetter ? numbers : bestIndex;
    numbers += 8;
  }
  return -firstLargest(best, bestIndex, index);
}

/// Number of columns first ..< end, `first` a multiple of eight, whose product with a row vector
/// lies below `limit`.
static int32_t countProducts(
    const double *price, const double *columns, int32_t stride, int32_t first, int32_t end,
    int32_t dimension, double limit) {
  Mask counts = {0}, numbers = laneNumbers + first;
  for (int32_t block = first; block < end; block += 8) {
    Lanes sums = {0};
    for (int32_t c = 0; c < dimension; c++) {
      sums += load(columns + (int64_t)c * stride + block) * price[c];
    }
    counts -= (sums < limit) & (numbers < (int64_t)end);
    numbers += 8;
  }
  return (int32_t)__builtin_reduce_add(counts);
}

/// out <- price . column for `count` columns.
static void productsWithColumns(
    const double *price, const double *columns, int32_t stride, int32_t count, int32_t dimension,
    double *out) {
  for (int32_t block = 0; block < count; block += 8) {
    Lanes sums = {0};
    for (int32_t c = 0; c < dimension; c++) {
      sums += load(columns + (int64_t)c * stride + block) * price[c];
    }
    store(sums, out + block);
  }
}

/// alpha <- row . column for `count` columns, and the one that enters in a dual step by Harris'
/// two passes: the fastest, -alpha above `tolerance`, among those whose ratio max(0, d) / -alpha
/// does not exceed the least (max(0, d) + allowance) / -alpha; -1 without one.
///
/// The reduced costs d are known, or priced here into `priced` as normal . column, where a normal
/// is given. Ratios are compared by cross products, since a division costs more than all the rest.
INLINE int32_t enteringColumnOf(
    int32_t dimension, int32_t width, const double *row, const double *columns, int32_t stride,
    int32_t count, const double *known, const double *normal, double *priced, double allowance,
    double tolerance, double *alpha) {
  (void)width;
  const double *reducedCosts = normal ? priced : known;
  Lanes slack = (Lanes)(1), speed = {0};
  for (int32_t block = 0; block < count; block += 8) {
    Lanes sums = {0}, costs = {0};
    for (int32_t c = 0; c < dimension; c++) {
      Lanes part = load(columns + (int64_t)c * stride + block);
      sums += part * row[c];
      if (normal) costs += part * normal[c];
    }
    store(sums, alpha + block);
    if (normal) {
      store(costs, priced + block);
    } else {
      costs = load(known + block);
    }
    Lanes candidate = larger(costs, (Lanes)(0)) + allowance;
    Mask isLess = (-sums > tolerance) & (candidate * speed < slack * -sums);
    slack = isLess ? candidate : slack;
    speed = isLess ? -sums : speed;
  }
  double longest = leastLane(speed > 0 ? slack / speed : (Lanes)(INFINITY));
  if (!(longest < INFINITY)) return -1;
  Lanes best = (Lanes)(tolerance);
  Mask bestIndex = (Mask)(-1), index = laneNumbers;
  for (int32_t block = 0; block < count; block += 8) {
    Lanes rate = -load(alpha + block);
    Lanes cost = larger(load(reducedCosts + block), (Lanes)(0));
    Mask isBetter = (rate > best) & (cost <= longest * rate);
    best = isBetter ? rate : best;
    bestIndex = isBetter ? index : bestIndex;
    index += 8;
  }
  int32_t found;
  firstLargest(best, bestIndex, &found);
  return found;
}

static int32_t enteringColumn(
    const double *row, const double *columns, int32_t dimension, int32_t stride, int32_t count,
    const double *reducedCosts, double allowance, double tolerance, double *alpha) {
  WITH_DIMENSION(
      dimension, enteringColumnOf, row, columns, stride, count, reducedCosts, NULL, NULL, allowance,
      tolerance, alpha)
}
