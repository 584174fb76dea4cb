// Pricing of many columns: products of row vectors with many columns that are compared, never
// stored.

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
          sums[k] += column * (WideFloats)(prices[4 * c + k]);
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

/// Products of a row vector with the eight columns from `block` on.
INLINE Lanes columnProducts(
    int32_t dimension, const double *columns, int32_t stride, int32_t block, const double *row) {
  Lanes sums = load(columns + block) * row[0];
  for (int32_t c = 1; c < dimension; c++) {
    sums += load(columns + (int64_t)c * stride + block) * row[c];
  }
  return sums;
}

/// The column that enters in a dual step by Harris' two passes: the fastest, -alpha above
/// `tolerance`, among those whose ratio max(0, d) / -alpha does not exceed the least (max(0, d) +
/// allowance) / -alpha; -1 without one. `least` is the least reduced cost d, or 0.
///
/// Ratios are compared by cross products, since a division costs more than all the rest.
INLINE int32_t harrisColumn(
    int32_t count, const double *alpha, const double *reducedCosts, double allowance,
    double tolerance, double *least) {
  Lanes slack = (Lanes)(1), speed = {0}, lowest = {0}, zero = {0};
  for (int32_t block = 0; block < count; block += 8) {
    Lanes rate = zero - load(alpha + block), cost = load(reducedCosts + block);
    lowest = smaller(lowest, cost);
    Lanes candidate = larger(zero, cost) + allowance;
    Mask isLess = (rate > tolerance) & (candidate * speed < slack * rate);
    slack = isLess ? candidate : slack;
    speed = isLess ? rate : speed;
  }
  *least = leastLane(lowest);
  double longest = leastLane(speed > 0 ? slack / speed : (Lanes)(INFINITY));
  if (!(longest < INFINITY)) return -1;
  Lanes best = (Lanes)(tolerance);
  Mask bestIndex = (Mask)(-1), index = laneNumbers;
  for (int32_t block = 0; block < count; block += 8) {
    Lanes rate = zero - load(alpha + block);
    Lanes cost = larger(zero, load(reducedCosts + block));
    Mask isBetter = (rate > best) & (cost <= longest * rate);
    best = isBetter ? rate : best;
    bestIndex = isBetter ? index : bestIndex;
    index += 8;
  }
  return indexOfLargest(best, bestIndex);
}

/// The column that enters in a dual step, chosen in single precision: the least ratio max(0, d) /
/// -alpha with alpha = row . column, d = normal . column and -alpha above `tolerance`; -1 without one.
///
/// What is chosen has to be checked.
INLINE int32_t nearestColumn(
    int32_t dimension, const double *row, const float *normal, const float *columns, int32_t count,
    double tolerance) {
  FloatLanes best = (FloatLanes)(-INFINITY), zero = {0}, limit = (FloatLanes)((float)-tolerance);
  FloatMask bestIndex = (FloatMask)(-1), index = {0, 1, 2, 3, 4, 5, 6, 7};
  for (int32_t block = 0; block < count; block += 8) {
    FloatLanes column = loadFloats(columns + block);
    FloatLanes alpha = column * (float)row[0], cost = column * normal[0];
    for (int32_t c = 1; c < dimension; c++) {
      column = loadFloats(columns + (int64_t)c * count + block);
      alpha += column * (float)row[c];
      cost += column * normal[c];
    }
    FloatLanes ratio = (cost > zero ? cost : zero) / alpha;
    FloatMask isNearer = (alpha < limit) & (ratio > best);
    best = isNearer ? ratio : best;
    bestIndex = isNearer ? index : bestIndex;
    index += 8;
  }
  return indexOf(largestFloat(best), best, bestIndex);
}

/// alpha <- row . column and reducedCosts <- normal . column for `count` columns, which are read
/// once.
INLINE void priceWithRow(
    int32_t dimension, int32_t width, const double *row, const double *normal,
    const double *columns, int32_t stride, int32_t count, double *alpha, double *reducedCosts) {
  (void)width;
  for (int32_t block = 0; block < count; block += 8) {
    Lanes sums = columnProducts(dimension, columns, stride, block, row);
    Lanes costs = columnProducts(dimension, columns, stride, block, normal);
    store(sums, alpha + block);
    store(costs, reducedCosts + block);
  }
}

INLINE void productsOf(
    int32_t dimension, int32_t width, const double *row, const double *columns, int32_t stride,
    int32_t count, double *out) {
  (void)width;
  for (int32_t block = 0; block < count; block += 8) {
    store(columnProducts(dimension, columns, stride, block, row), out + block);
  }
}

/// alpha <- row . column for `count` columns, and the one that enters by `harrisColumn`.
INLINE int32_t enteringColumnOf(
    int32_t dimension, int32_t width, const double *row, const double *columns, int32_t stride,
    int32_t count, const double *reducedCosts, double allowance, double tolerance, double *alpha) {
  double least;
  productsOf(dimension, width, row, columns, stride, count, alpha);
  return harrisColumn(count, alpha, reducedCosts, allowance, tolerance, &least);
}

static int32_t enteringColumn(
    const double *row, const double *columns, int32_t dimension, int32_t stride, int32_t count,
    const double *reducedCosts, double allowance, double tolerance, double *alpha) {
  WITH_DIMENSION(
      dimension, enteringColumnOf, row, columns, stride, count, reducedCosts, allowance, tolerance,
      alpha)
}
