#include "GLPK.h"

#include <stdio.h>
#include <stdlib.h>

#include "Loading.h"

GLPK glp;

typedef struct {
  void *problem;
  Parameters parameters;
  int inputCount, outputCount, scoreColumn, counted;
  int rows[64];
  double elements[65];
} Model;

static void *create(const RivalTechnology *t, int usesDual) {
  int rows = rival_row_count(t);
  if (rows > 63) return NULL;
  Model *model = calloc(1, sizeof *model);
  if (!model) return NULL;
  model->inputCount = t->inputCount;
  model->outputCount = t->outputCount;
  model->scoreColumn = t->unitCount + 1;
  model->problem = glp.create_prob();
  glp.init_smcp(&model->parameters);
  model->parameters.messageLevel = off;
  model->parameters.method = usesDual ? methodDualThenPrimal : methodPrimal;
  glp.add_rows(model->problem, rows);
  glp.add_cols(model->problem, t->unitCount + 1);
  for (int row = 1; row <= rows; row++) model->rows[row] = row;
  for (int column = 1; column <= t->unitCount + 1; column++) {
    glp.set_col_bnds(model->problem, column, lowerBound, 0, 0);
    if (column > t->unitCount) break;
    for (int row = 0; row < rows; row++) {
      model->elements[row + 1] = rival_element(t, column - 1, row);
    }
    glp.set_mat_col(model->problem, column, rows, model->rows, model->elements);
  }
  glp.set_obj_coef(model->problem, model->scoreColumn, rival_score_cost(t));
  for (int i = 1; i <= t->inputCount; i++) {
    glp.set_row_bnds(model->problem, i, upperBound, 0, 0);
  }
  if (t->hasSum) glp.set_row_bnds(model->problem, rows, fixed, 1, 1);
  return model;
}

static int solve(void *opaque, const double *x0, const double *y0, double *value) {
  Model *model = opaque;
  for (int i = 1; i <= model->inputCount; i++) model->elements[i] = -x0[i - 1];
  glp.set_mat_col(
      model->problem, model->scoreColumn, model->inputCount, model->rows, model->elements);
  for (int r = 0; r < model->outputCount; r++) {
    glp.set_row_bnds(model->problem, model->inputCount + r + 1, lowerBound, y0[r], 0);
  }
  int status = glpk_simplex(model->problem, &model->parameters);
  *value = glp.get_obj_val(model->problem);
  return status == optimal ? 0 : status == noFeasible ? 1 : 2;
}

static long pivots(void *opaque) {
  Model *model = opaque;
  return glpk_new_pivots(model->problem, &model->counted);
}

static void destroy(void *opaque) {
  Model *model = opaque;
  glp.delete_prob(model->problem);
  free(model);
}

int glpk_simplex(void *problem, const Parameters *parameters) {
  int failed = glp.simplex(problem, parameters), status = glp.get_status(problem);
  if (failed || (status != optimal && status != noFeasible)) {
    glp.std_basis(problem);
    failed = glp.simplex(problem, parameters);
    status = glp.get_status(problem);
  }
  return failed ? 0 : status;
}

long glpk_new_pivots(void *problem, int *counted) {
  int total = glp.get_it_cnt(problem), last = total - *counted;
  *counted = total;
  return last;
}

int glpk_load(const char *path) {
  void *library = rival_open(path, 0);
  if (!library) return 0;
#define FIND(name) \
  if (!rival_find(library, "glp_" #name, &glp.name)) return 0
  FIND(create_prob);
  FIND(delete_prob);
  FIND(add_rows);
  FIND(add_cols);
  FIND(set_row_bnds);
  FIND(set_col_bnds);
  FIND(set_obj_coef);
  FIND(set_mat_col);
  FIND(std_basis);
  FIND(init_smcp);
  FIND(simplex);
  FIND(get_status);
  FIND(get_obj_val);
  FIND(get_it_cnt);
  FIND(term_out);
  FIND(version);
  FIND(del_cols);
  FIND(get_row_dual);
  FIND(get_col_prim);
  FIND(get_col_stat);
#undef FIND
  glp.term_out(off);
  return 1;
}

const Rival *rival_glpk(const char *path) {
  static Rival rival = {
      .create = create, .solve = solve, .pivots = pivots, .destroy = destroy};
  if (!glpk_load(path)) return NULL;
  snprintf(rival.name, sizeof rival.name, "GLPK %s", glp.version());
  return &rival;
}
