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
CREATE TRIGGER line_kept BEFORE UPDATE OF entry_id, line_no, account_id, debit_cents, credit_cents, party_id, project_id, funder_id, label, document_ref,
  document_on, currency, currency_cents ON line BEGIN SELECT RAISE(ABORT, 'line_is_final'); END;
-- The day a line stands on is the day its entry was moved to, or the one its fact asks for.
CREATE TRIGGER line_moves BEFORE UPDATE OF on_date ON line
WHEN NEW.on_date IS NOT ifnull((SELECT on_date FROM entry_move WHERE entry_id = OLD.entry_id), (SELECT json_extract(body, '$.date') FROM fact WHERE id = OLD.entry_id))
BEGIN SELECT RAISE(ABORT, 'line_is_final'); END;
CREATE TRIGGER line_stays BEFORE DELETE ON line BEGIN SELECT RAISE(ABORT, 'line_is_final'); END;

-- One trigger and not five: each one called costs as much as what it checks, on the hottest path of the books.
CREATE TRIGGER entry_is_right BEFORE INSERT ON entry BEGIN
  SELECT RAISE(ABORT, 'entry_unbalanced') WHERE
    (SELECT COUNT(*) < 2 OR SUM(debit_cents) <> SUM(credit_cents) OR MIN(on_date) <> NEW.on_date OR MAX(on_date) <> NEW.on_date FROM line WHERE entry_id = NEW.id);
  SELECT RAISE(ABORT, 'entry_number_gap') WHERE NEW.number <> 1 + ifnull((SELECT number FROM entry
    WHERE journal_id = NEW.journal_id AND year_id = NEW.year_id AND stream_id = NEW.id >> 32 ORDER BY number DESC LIMIT 1), 0);
  -- An ordinary entry may stand in another year than the one it is numbered in: moved by a closing, or numbered in a year that gave way.
  SELECT RAISE(ABORT, 'entry_outside_year') WHERE NOT EXISTS
    (SELECT 1 FROM fiscal_year WHERE id = NEW.year_id AND entity_id = NEW.entity_id AND NEW.on_date BETWEEN start_on AND end_on
      AND NEW.on_date = CASE NEW.nature WHEN 'opening' THEN start_on WHEN 'closing' THEN end_on ELSE NEW.on_date END)
    AND NOT (NEW.nature = 'ordinary' AND EXISTS (SELECT 1 FROM reference WHERE id = NEW.year_id AND kind = 'year' AND entity_id = NEW.entity_id)
      AND EXISTS (SELECT 1 FROM fiscal_year WHERE entity_id = NEW.entity_id AND NEW.on_date BETWEEN start_on AND end_on));
  SELECT RAISE(ABORT, 'period_closed') WHERE EXISTS
    (SELECT 1 FROM closing LEFT JOIN closing_position ON closing_id = closing.id AND closing_position.stream_id = NEW.id >> 32
     WHERE closing.entity_id = NEW.entity_id AND reopened_by IS NULL AND until >= NEW.on_date AND NEW.id > ifnull(last_id, 0)) AND NEW.nature = 'ordinary';
END;
CREATE TRIGGER entry_kept BEFORE UPDATE OF id, entity_id, journal_id, year_id, number, label, document_ref, validated_on, nature, reverses_id, reason, source ON entry
BEGIN SELECT RAISE(ABORT, 'entry_is_final'); END;
CREATE TRIGGER entry_moves BEFORE UPDATE OF on_date, document_on ON entry
WHEN NEW.on_date IS NOT ifnull((SELECT on_date FROM entry_move WHERE entry_id = OLD.id), (SELECT json_extract(body, '$.date') FROM fact WHERE id = OLD.id))
  OR NEW.document_on IS NOT ifnull((SELECT json_extract(body, '$.documentOn') FROM fact WHERE id = OLD.id), (SELECT asked_on FROM entry_move WHERE entry_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'entry_is_final'); END;
-- An entry is moved by the closings in force that its fact came too late for, to the day after the last of them, and by nothing else.
CREATE TRIGGER entry_move_is_right BEFORE INSERT ON entry_move
WHEN NEW.asked_on IS NOT (SELECT json_extract(body, '$.date') FROM fact WHERE id = NEW.entry_id) OR NEW.on_date IS NOT
  (SELECT date(MAX(until), '+1 day') FROM closing LEFT JOIN closing_position ON closing_id = closing.id AND closing_position.stream_id = NEW.entry_id >> 32
   WHERE closing.entity_id = (SELECT entity_id FROM stream WHERE id = NEW.entry_id >> 32) AND reopened_by IS NULL AND until >= NEW.asked_on AND NEW.entry_id > ifnull(last_id, 0))
BEGIN SELECT RAISE(ABORT, 'move_without_closing'); END;
CREATE TRIGGER entry_move_kept BEFORE UPDATE ON entry_move
WHEN NEW.entry_id <> OLD.entry_id OR NEW.asked_on <> OLD.asked_on OR NEW.on_date IS NOT
  (SELECT date(MAX(until), '+1 day') FROM closing LEFT JOIN closing_position ON closing_id = closing.id AND closing_position.stream_id = NEW.entry_id >> 32
   WHERE closing.entity_id = (SELECT entity_id FROM stream WHERE id = NEW.entry_id >> 32) AND reopened_by IS NULL AND until >= NEW.asked_on AND NEW.entry_id > ifnull(last_id, 0))
BEGIN SELECT RAISE(ABORT, 'move_without_closing'); END;
CREATE TRIGGER entry_move_stays BEFORE DELETE ON entry_move
WHEN EXISTS (SELECT 1 FROM closing LEFT JOIN closing_position ON closing_id = closing.id AND closing_position.stream_id = OLD.entry_id >> 32
   WHERE closing.entity_id = (SELECT entity_id FROM stream WHERE id = OLD.entry_id >> 32) AND reopened_by IS NULL AND until >= OLD.asked_on AND OLD.entry_id > ifnull(last_id, 0))
BEGIN SELECT RAISE(ABORT, 'move_without_closing'); END;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entry_is_final'); END;

CREATE TRIGGER entry_document_kept BEFORE UPDATE ON entry_document BEGIN SELECT RAISE(ABORT, 'document_is_final'); END;
CREATE TRIGGER entry_document_stays BEFORE DELETE ON entry_document BEGIN SELECT RAISE(ABORT, 'document_is_final'); END;
CREATE TRIGGER document_kept BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'document_is_final'); END;
CREATE TRIGGER document_stays BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'document_is_final'); END;

CREATE TRIGGER fiscal_year_alone BEFORE INSERT ON fiscal_year
WHEN EXISTS (SELECT 1 FROM fiscal_year WHERE entity_id = NEW.entity_id AND start_on <= NEW.end_on AND end_on >= NEW.start_on AND id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'fiscal_year_overlaps'); END;
CREATE TRIGGER fiscal_year_kept BEFORE UPDATE OF id, entity_id, code, start_on, end_on ON fiscal_year BEGIN SELECT RAISE(ABORT, 'fiscal_year_is_final'); END;
CREATE TRIGGER fiscal_year_stays BEFORE DELETE ON fiscal_year BEGIN SELECT RAISE(ABORT, 'fiscal_year_is_final'); END;
CREATE TRIGGER closing_kept BEFORE UPDATE OF id, entity_id, until ON closing BEGIN SELECT RAISE(ABORT, 'closing_is_final'); END;
CREATE TRIGGER closing_stays BEFORE DELETE ON closing BEGIN SELECT RAISE(ABORT, 'closing_is_final'); END;

CREATE TRIGGER match_group_kept BEFORE UPDATE OF id, account_id, code, matched_on, rest_cents ON match_group
BEGIN SELECT RAISE(ABORT, 'match_is_final'); END;
CREATE TRIGGER match_group_stays BEFORE DELETE ON match_group BEGIN SELECT RAISE(ABORT, 'match_is_final'); END;
-- Undoing a match frees its lines, and so does an earlier match of the same lines; nothing else.
CREATE TRIGGER line_match_stays BEFORE DELETE ON line_match
WHEN EXISTS (SELECT 1 FROM match_group WHERE id = OLD.match_id AND undone_by IS NULL AND superseded = 0)
BEGIN SELECT RAISE(ABORT, 'match_is_final'); END;
CREATE TRIGGER line_match_kept BEFORE UPDATE ON line_match BEGIN SELECT RAISE(ABORT, 'match_is_final'); END;

-- A half is part of its line: it comes before the entry seals them, and stays as it is.
CREATE TRIGGER pair_half_before_entry BEFORE INSERT ON pair_half
WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'entry_is_sealed'); END;
CREATE TRIGGER pair_half_kept BEFORE UPDATE ON pair_half BEGIN SELECT RAISE(ABORT, 'line_is_final'); END;
CREATE TRIGGER pair_half_stays BEFORE DELETE ON pair_half BEGIN SELECT RAISE(ABORT, 'line_is_final'); END;

-- What the halves of a pair come to together; its lines are there before they are halves.
CREATE TRIGGER pair_half_comes AFTER INSERT ON pair_half BEGIN
  INSERT INTO pair_sum (pair, cents, halves, first_on, last_on)
    SELECT NEW.pair, NEW.cents, 1, on_date, on_date FROM line WHERE entry_id = NEW.entry_id AND line_no = NEW.line_no
    ON CONFLICT (pair) DO UPDATE SET cents = cents + excluded.cents, halves = halves + 1, first_on = min(first_on, excluded.first_on), last_on = max(last_on, excluded.last_on);
END;
CREATE TRIGGER pair_half_goes AFTER DELETE ON pair_half BEGIN
  DELETE FROM pair_sum WHERE pair = OLD.pair;
  INSERT INTO pair_sum (pair, cents, halves, first_on, last_on)
    SELECT OLD.pair, SUM(cents), COUNT(*), MIN(on_date), MAX(on_date) FROM pair_half JOIN line USING (entry_id, line_no) WHERE pair = OLD.pair HAVING COUNT(*) > 0;
END;
-- An entry moved to another day by a closing takes its halves along.
CREATE TRIGGER pair_half_moves AFTER UPDATE OF on_date ON line WHEN EXISTS (SELECT 1 FROM pair_half WHERE entry_id = NEW.entry_id AND line_no = NEW.line_no) BEGIN
  UPDATE pair_sum SET (first_on, last_on) = (SELECT MIN(on_date), MAX(on_date) FROM pair_half JOIN line USING (entry_id, line_no) WHERE pair_half.pair = pair_sum.pair)
    WHERE pair = (SELECT pair FROM pair_half WHERE entry_id = NEW.entry_id AND line_no = NEW.line_no);
END;
