"""The cross-checker: accounting identities over the facts of one document.

Each rule is a pure function from a reading to checks, and raises nothing. A rule that finds nothing to compare yields
one check NOT_RUN with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from corpus.checks.announced import (
    contents_tables,
    empty_table_unexplained,
    publisher_name,
    table_unit,
    table_year,
)
from corpus.checks.balances import balances_in_total, balances_over_year
from corpus.checks.between import (
    income_vs_expenditure_by_code,
    operating_within_public,
    scope_vs_scope,
    table_vs_table,
    three_public_vs_economic,
)
from corpus.checks.changes import change_vs_levels, change_within_level, rate_on_zero_base, rate_vs_levels
from corpus.checks.code_names import code_name, name_code
from corpus.checks.completeness import code_levels, form_amounts, table_total, table_without_figures
from corpus.checks.copies import project_copy, table_copy
from corpus.checks.form_execution import execution_rate, spent_within_budget
from corpus.checks.form_notices import blank_target, form_dates, indicator_phase, year_within_total
from corpus.checks.forms import (
    fiscal_funding_parts,
    form_total_vs_year,
    funding_repeats,
    line_product,
    lines_total,
    project_funding_parts,
    year_funding_parts,
)
from corpus.checks.indicator_words import (
    indicator_percentage,
    indicator_project,
    indicator_unit,
    target_repeats_name,
)
from corpus.checks.line_shares import line_share_of_whole
from corpus.checks.named_projects import named_project_form, project_under_item
from corpus.checks.named_subjects import listed_item_empty, narrative_code_name, narrative_subject
from corpus.checks.narration import narrative_repeats, narrative_vs_table
from corpus.checks.negative import negative_figure
from corpus.checks.project_sentences import project_vs_sentence, quarters_vs_year
from corpus.checks.projects import projects_vs_expenditure, projects_vs_narrative_count, projects_vs_narrative_money
from corpus.checks.rows import row_parts, row_sources, three_public_parts
from corpus.checks.rows_missing import code_rows
from corpus.checks.sentence_reasons import reason_direction, reason_names_other
from corpus.checks.sentence_shares import share_of_whole
from corpus.checks.sentence_sums import narrative_list_total, narrative_parts
from corpus.checks.sentence_words import counted_parts, level_words, share_range, unfinished_sentence
from corpus.checks.structure import empty_table_note
from corpus.checks.totals import economic_kinds, income_equals_expenditure, parent_of_children, total_of_classes
from corpus.records import Check, Reading

RULES: tuple[Callable[[Reading], Iterator[Check]], ...] = (
    row_parts,
    row_sources,
    three_public_parts,
    total_of_classes,
    parent_of_children,
    economic_kinds,
    income_equals_expenditure,
    balances_in_total,
    balances_over_year,
    table_vs_table,
    scope_vs_scope,
    income_vs_expenditure_by_code,
    code_rows,
    three_public_vs_economic,
    operating_within_public,
    narrative_vs_table,
    narrative_subject,
    narrative_code_name,
    listed_item_empty,
    narrative_repeats,
    change_vs_levels,
    change_within_level,
    rate_vs_levels,
    rate_on_zero_base,
    reason_direction,
    reason_names_other,
    narrative_parts,
    narrative_list_total,
    share_of_whole,
    share_range,
    counted_parts,
    unfinished_sentence,
    level_words,
    contents_tables,
    table_year,
    table_unit,
    publisher_name,
    empty_table_note,
    empty_table_unexplained,
    table_total,
    table_without_figures,
    negative_figure,
    code_levels,
    code_name,
    name_code,
    table_copy,
    line_product,
    lines_total,
    form_total_vs_year,
    year_funding_parts,
    project_funding_parts,
    fiscal_funding_parts,
    funding_repeats,
    execution_rate,
    spent_within_budget,
    form_amounts,
    year_within_total,
    form_dates,
    blank_target,
    indicator_phase,
    line_share_of_whole,
    indicator_unit,
    indicator_project,
    indicator_percentage,
    target_repeats_name,
    project_copy,
    named_project_form,
    project_under_item,
    projects_vs_expenditure,
    projects_vs_narrative_money,
    projects_vs_narrative_count,
    project_vs_sentence,
    quarters_vs_year,
)
"""Every rule, in the order of the report: rows, totals, tables, sentences, forms, projects."""


def run_checks(reading: Reading) -> tuple[Check, ...]:
    """All checks of one document, in the order of ``RULES``; a comparison that a rule comes upon twice is one check."""
    return tuple(dict.fromkeys(check for rule in RULES for check in rule(reading)))
