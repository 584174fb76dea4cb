// GLPK 4.65 to 5.0: the part of its interface in use.
#pragma once

enum { lowerBound = 2, upperBound = 3, fixed = 5, noFeasible = 4, optimal = 5, basic = 1 };
enum { methodPrimal = 1, methodDualThenPrimal = 2, off = 0 };

/// Head of glp_smcp; the rest is set by glp_init_smcp.
typedef union {
  struct {
    int messageLevel;
    int method;
  };
  double room[128];
} Parameters;

typedef struct {
  void *(*create_prob)(void);
  void (*delete_prob)(void *);
  int (*add_rows)(void *, int);
  int (*add_cols)(void *, int);
  void (*set_row_bnds)(void *, int, int, double, double);
  void (*set_col_bnds)(void *, int, int, double, double);
  void (*set_obj_coef)(void *, int, double);
  void (*set_mat_col)(void *, int, int, const int *, const double *);
  void (*std_basis)(void *);
  void (*init_smcp)(Parameters *);
  int (*simplex)(void *, const Parameters *);
  int (*get_status)(void *);
  double (*get_obj_val)(void *);
  int (*get_it_cnt)(void *);
  int (*term_out)(int);
  const char *(*version)(void);
  void (*del_cols)(void *, int, const int *);
  double (*get_row_dual)(void *, int);
  double (*get_col_prim)(void *, int);
  int (*get_col_stat)(void *, int);
} GLPK;

/// The functions, once `glpk_load` has found them.
extern GLPK glp;

/// Loads the library; 0 when that fails.
int glpk_load(const char *path);

/// Solves from the basis held, and where that fails once more from that of slacks; the status, 0
/// without one.
int glpk_simplex(void *problem, const Parameters *parameters);

/// Iterations since `*counted` was last brought up to date.
long glpk_new_pivots(void *problem, int *counted);
