-- The one source of the triggers: dropped and made again after every migration, because rebuilding a table drops its triggers.
-- Each invariant of the books that a row can show is held here as well as in code.

-- A chain only grows, one step at a time in each stream.
CREATE TRIGGER fact_follows BEFORE INSERT ON fact
WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id - 1) AND NOT (NEW.id & 4294967295 = 1 AND EXISTS (SELECT 1 FROM stream WHERE id = NEW.id >> 32))
BEGIN SELECT RAISE(ABORT, 'fact_out_of_sequence'); END;
CREATE TRIGGER fact_kept BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'fact_is_final'); END;
CREATE TRIGGER fact_stays BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'fact_is_final'); END;
CREATE TRIGGER entity_kept BEFORE UPDATE OF id, uid ON entity BEGIN SELECT RAISE(ABORT, 'entity_is_final'); END;
CREATE TRIGGER entity_stays BEFORE DELETE ON entity BEGIN SELECT RAISE(ABORT, 'entity_is_final'); END;
CREATE TRIGGER stream_kept BEFORE UPDATE ON stream BEGIN SELECT RAISE(ABORT, 'stream_is_final'); END;
CREATE TRIGGER stream_stays BEFORE DELETE ON stream BEGIN SELECT RAISE(ABORT, 'stream_is_final'); END;
CREATE TRIGGER reference_kept BEFORE UPDATE ON reference BEGIN SELECT RAISE(ABORT, 'reference_is_final'); END;
CREATE TRIGGER reference_stays BEFORE DELETE ON reference BEGIN SELECT RAISE(ABORT, 'reference_is_final'); END;

-- Lines come before their entry; the entry seals them.
CREATE TRIGGER line_before_entry BEFORE INSERT ON line
WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'entry_is_sealed'); END;
CREATE TRIGGER line_kept BEFORE UPDATE ON line BEGIN SELECT RAISE(ABORT, 'line_is_final'); END;
CREATE TRIGGER line_stays BEFORE DELETE ON line BEGIN SELECT RAISE(ABORT, 'line_is_final'); END;

-- One trigger and not five: each one called costs as much as what it checks, on the hottest path of the books.
CREATE TRIGGER entry_is_right BEFORE INSERT ON entry BEGIN
  SELECT RAISE(ABORT, 'entry_unbalanced') WHERE
    (SELECT COUNT(*) < 2 OR SUM(debit_cents) <> SUM(credit_cents) OR MIN(on_date) <> NEW.on_date OR MAX(on_date) <> NEW.on_date FROM line WHERE entry_id = NEW.id);
  SELECT RAISE(ABORT, 'entry_number_gap') WHERE NEW.number <> 1 + ifnull((SELECT number FROM entry
    WHERE journal_id = NEW.journal_id AND year_id = NEW.year_id AND stream_id = NEW.id >> 32 ORDER BY number DESC LIMIT 1), 0);
  SELECT RAISE(ABORT, 'entry_outside_year') WHERE NOT EXISTS
    (SELECT 1 FROM fiscal_year WHERE id = NEW.year_id AND entity_id = NEW.entity_id AND NEW.on_date BETWEEN start_on AND end_on
      AND NEW.on_date = CASE NEW.nature WHEN 'opening' THEN start_on WHEN 'closing' THEN end_on ELSE NEW.on_date END);
  SELECT RAISE(ABORT, 'period_closed') WHERE EXISTS
    (SELECT 1 FROM closing LEFT JOIN closing_position ON closing_id = closing.id AND closing_position.stream_id = NEW.id >> 32
     WHERE closing.entity_id = NEW.entity_id AND reopened_by IS NULL AND until >= NEW.on_date AND NEW.id > ifnull(last_id, 0));
END;
CREATE TRIGGER entry_kept BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entry_is_final'); END;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entry_is_final'); END;

CREATE TRIGGER entry_document_kept BEFORE UPDATE ON entry_document BEGIN SELECT RAISE(ABORT, 'document_is_final'); END;
CREATE TRIGGER entry_document_stays BEFORE DELETE ON entry_document BEGIN SELECT RAISE(ABORT, 'document_is_final'); END;
CREATE TRIGGER document_kept BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'document_is_final'); END;
CREATE TRIGGER document_stays BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'document_is_final'); END;

CREATE TRIGGER fiscal_year_alone BEFORE INSERT ON fiscal_year
WHEN EXISTS (SELECT 1 FROM fiscal_year WHERE entity_id = NEW.entity_id AND start_on <= NEW.end_on AND end_on >= NEW.start_on AND id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'fiscal_year_overlaps'); END;
CREATE TRIGGER fiscal_year_kept BEFORE UPDATE ON fiscal_year BEGIN SELECT RAISE(ABORT, 'fiscal_year_is_final'); END;
CREATE TRIGGER fiscal_year_stays BEFORE DELETE ON fiscal_year BEGIN SELECT RAISE(ABORT, 'fiscal_year_is_final'); END;
CREATE TRIGGER closing_kept BEFORE UPDATE OF id, entity_id, until ON closing BEGIN SELECT RAISE(ABORT, 'closing_is_final'); END;
CREATE TRIGGER closing_stays BEFORE DELETE ON closing BEGIN SELECT RAISE(ABORT, 'closing_is_final'); END;

CREATE TRIGGER match_group_kept BEFORE UPDATE OF id, account_id, code, matched_on, rest_cents ON match_group
BEGIN SELECT RAISE(ABORT, 'match_is_final'); END;
CREATE TRIGGER match_group_stays BEFORE DELETE ON match_group BEGIN SELECT RAISE(ABORT, 'match_is_final'); END;
-- Undoing a match frees its lines; nothing else does.
CREATE TRIGGER line_match_stays BEFORE DELETE ON line_match
WHEN EXISTS (SELECT 1 FROM match_group WHERE id = OLD.match_id AND undone_by IS NULL)
BEGIN SELECT RAISE(ABORT, 'match_is_final'); END;
CREATE TRIGGER line_match_kept BEFORE UPDATE ON line_match BEGIN SELECT RAISE(ABORT, 'match_is_final'); END;
