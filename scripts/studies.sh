#!/bin/sh
# The Malmquist studies of the documentation: one shipped panel, three in ../shared/data.
# Usage: scripts/studies.sh [FOLDER]; the reports go to FOLDER (.build/studies when omitted).
# FARRELL names another command than .build/release/farrell, STUDY_DATA another folder of panels.
set -eu
cd "$(dirname "$0")/.."

farrell=${FARRELL:-.build/release/farrell}
data=${STUDY_DATA:-../shared/data}
folder=${1:-.build/studies}
mkdir -p "$folder"

# study NAME FILE ARGUMENTS...: the tables, and every number as JSON.
study() {
  name=$1 file=$2
  shift 2
  if [ ! -e "$file" ]; then
    echo "$name: skipped, there is no $file"
    return
  fi
  echo "$name"
  "$farrell" malmquist "$file" "$@" --force --output "$folder/$name.txt"
  "$farrell" malmquist "$file" "$@" --force --quiet --format json --output "$folder/$name.json"
  grep 'distances:' "$folder/$name.txt"
}

plans() { # the periods of Wang et al. (2015), and what follows
  name=$1 file=$2
  shift 2
  study "$name" "$file" --time year --from 1999 --to 2012 \
    --period "10th plan=2001..2005" --period "11th plan=2006..2010" "$@"
}

study us-states Data/us-states/us-states.csv --unit state --time year \
  --inputs private_capital,public_capital,labour --outputs gsp

# Gross output, so materials are counted once; 24 industrial sectors.
plans china-klem "$data/china_klem_cip/china_klem_cip.csv" --where industrial=1 --unit code \
  --inputs k_2000,emp_1000,e_2000,m_2000 --outputs go_2000 \
  --pairs e_2000:k_2000,e_2000:emp_1000,e_2000:m_2000 \
  --subset "high emitters=UTL,PET,MET,CLM,BUI,CHE"

# The source paper's specification: value added, so that materials (estimated) count twice.
plans china-industry35 "$data/china_industry35/china_industry35.csv" --unit industry_zh \
  --inputs k,l,energy_total_mtce,m_est --outputs y \
  --pairs energy_total_mtce:k,energy_total_mtce:l,energy_total_mtce:m_est \
  --subset "high emitters=电力煤气及水生产供应业,石油化工及炼焦业,黑色金属冶炼及压延加工业,煤炭采选业,非金属矿物制品业,化学原料及化学制品制造业,有色金属冶炼及压延加工业"

study us-klems "$data/us_klems/us_klems.csv" --unit industry --time year \
  --inputs r_k,r_l,r_e,r_m,r_s --outputs r_go \
  --pairs r_e:r_k,r_e:r_l,r_e:r_m,r_e:r_s
