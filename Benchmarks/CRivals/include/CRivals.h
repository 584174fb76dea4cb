#pragma once

/// Reference units of a radial model.
///
/// min t subject to Σλx ≤ t·x0 (p rows), Σλy ≥ y0 (q rows), Σλ = 1 where `hasSum` is not 0, λ, t ≥ 0.
/// An output-oriented model is the same with x = −outputs, y = −inputs and max t.
typedef struct {
  int inputCount;
  int outputCount;
  int unitCount;
  int hasSum;
  /// Whether t is made large.
  int isMaximum;
  /// Whether tolerances are as small as the library allows, where it can be told.
  int isTight;
  /// p inputs and q outputs of each unit, unit after unit.
  const double *units;
} RivalTechnology;

/// What a run over many points came to.
typedef struct {
  /// Simplex iterations on the points that count, as the library counts them.
  long pivotCount;
  /// Points that are neither optimal nor infeasible, or a model that could not be made.
  long failureCount;
  /// Processor and wall seconds of all that does not count.
  double untimedSeconds;
  double untimedWallSeconds;
} RivalOutcome;

/// A linear programming library, loaded at run time.
typedef struct Rival {
  /// Name and version.
  char name[64];
  void *(*create)(const RivalTechnology *technology, int usesDual);
  /// 0 with a value, 1 for an infeasible point, 2 otherwise.
  int (*solve)(void *model, const double *x0, const double *y0, double *value);
  /// Iterations of the last solve.
  long (*pivots)(void *model);
  void (*destroy)(void *model);
} Rival;

/// Each loads a library from a path and is NULL when that fails; `rival_error` then says why.
/// HiGHS takes several paths joined by colons, loaded in that order; the last one has the functions.
const Rival *rival_glpk(const char *path);
/// Delayed column generation around GLPK.
const Rival *rival_columns(const char *path);
const Rival *rival_lpsolve(const char *path);
const Rival *rival_clp(const char *path);
const Rival *rival_highs(const char *paths);

/// Lets malloc keep what is freed instead of returning it to the system: Clp and lp_solve allocate
/// on every solve, and are slower when each page is fetched anew.
void rival_keep_memory(void);

/// Why the last library was not loaded.
const char *rival_error(void);

/// Solves for `pointCount` points of p inputs and q outputs, one model for all, each from the last
/// one's basis. `values` gets the scores, NaN for a point without one.
///
/// With a `warmCount` above 0, making the model and solving for the first points does not count: a
/// few points then stand for many.
RivalOutcome rival_run(
    const Rival *rival, const RivalTechnology *technology, int usesDual, const double *points,
    int pointCount, int warmCount, double *values);

// Roofline of one core. `steps` times eight lanes of a <- a x + y, each product rounded, or fused; the sum
// of `count` numbers, a multiple of 64, read `passes` times. The value returned only keeps the work.
double roofline_separate(long steps);
double roofline_fused(long steps);
double roofline_read(const double *x, long count, long passes);

/// Calls the body: a fixed name for tools that count what happens inside.
void counted_call(void (*body)(void *), void *context);
