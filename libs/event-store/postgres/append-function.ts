/**
 * What appends a group, on the server and in one statement: no lock is ever held while a network or
 * a stalled client is waited for, and each group costs one round trip. It decides about each batch
 * by itself before a row of it is written. In one call no stream and no unique key comes twice.
 *
 * It lies in the schema of the log and is storage too: a change of it is a step to a new format.
 * `mixed` is one step of FNV-1a for each half of a number; the checksum of an event is the CRC-32
 * that the client made of its content, with the numbers of its row, which only the server knows.
 */

/** A writer's number is not the log's any more. */
export const FENCED = 'SF001';

/** What became of a batch, as `append_group` says it. */
export const OUTCOME = { appended: 0, wrongRevision: 1, known: 2, keysTaken: 3 } as const;

export const APPEND_FUNCTION = `
  CREATE OR REPLACE FUNCTION mixed(seed bigint, number bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (((((seed # (number & 4294967295)) * 16777619) & 4294967295) # (number >> 32)) * 16777619) & 4294967295;

  CREATE OR REPLACE FUNCTION append_group(
    p_order bigint, p_channel text, p_writer bigint, p_now bigint,
    -- of each batch; expected is -1 for no stream
    p_streams text[], p_stream_checksums bigint[], p_expected bigint[], p_counts bigint[],
    p_type_names text[], p_type_checksums bigint[],
    -- of each event; batch and type are places in the arrays above, from 1
    p_batch integer[], p_revision bigint[], p_ids uuid[], p_type integer[], p_crc bigint[],
    p_data text[], p_metadata text[], p_data_bytes bytea[], p_metadata_bytes bytea[], p_keys text[],
    OUT head bigint, OUT outcomes text, OUT revisions text
  ) LANGUAGE plpgsql SET search_path FROM CURRENT AS $append$
  DECLARE
    v_writer bigint;
    v_highest uuid;
    v_keys bigint[];
    v_revisions bigint[];
    v_types integer[];
    v_outcomes integer[] := array_fill(0, ARRAY[cardinality(p_streams)]);
    -- Events of refused batches before each batch.
    v_left_out bigint[] := v_outcomes;
    v_new_streams integer[] := '{}';
    v_left bigint := 0;
    v_next bigint;
    v_batch integer;
  BEGIN
    PERFORM pg_advisory_xact_lock(p_order);
    -- Every statement from here on sees all that was committed under the lock before.
    SELECT w.number, coalesce(l.position, 0),
        -- Of a log that was copied here, the last event need not be the latest.
        greatest(p_now, l.recorded_at, (SELECT value::bigint FROM about WHERE key = 'known-until')),
        (SELECT id FROM events ORDER BY id DESC LIMIT 1)
      INTO v_writer, head, p_now, v_highest
      FROM writer w LEFT JOIN LATERAL (
        SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1
      ) l ON true;
    IF v_writer IS DISTINCT FROM p_writer THEN
      RAISE EXCEPTION 'another process has begun to write' USING ERRCODE = '${FENCED}';
    END IF;

    SELECT array_agg(b.stream), array_agg(coalesce(
        (SELECT revision FROM events e WHERE e.stream = b.stream ORDER BY revision DESC LIMIT 1), -1))
      INTO v_keys, v_revisions
      FROM (
        SELECT (SELECT stream FROM streams s WHERE s.name = n.name COLLATE "C") AS stream
        FROM unnest(p_streams) WITH ORDINALITY n(name, n) ORDER BY n.n
      ) b;

    -- Ids that ascend, as time-ordered ones do, need no look at the index.
    IF NOT v_highest < ALL (p_ids) THEN
      FOR v_batch IN
        SELECT DISTINCT n.batch FROM unnest(p_batch, p_ids) n(batch, id)
          JOIN events e ON e.id = n.id AND e.stream = v_keys[n.batch] WHERE n.id <= v_highest
      LOOP
        v_outcomes[v_batch] := ${OUTCOME.known};
      END LOOP;
    END IF;

    IF v_revisions <> p_expected THEN
      FOR b IN 1 .. cardinality(p_streams) LOOP
        IF v_outcomes[b] = 0 AND v_revisions[b] <> p_expected[b] THEN
          v_outcomes[b] := ${OUTCOME.wrongRevision};
        END IF;
      END LOOP;
    END IF;

    IF p_keys IS NOT NULL THEN
      FOR v_batch IN
        SELECT DISTINCT n.batch FROM unnest(p_batch, p_keys) n(batch, key)
          JOIN unique_keys k ON k.key = n.key COLLATE "C" WHERE v_outcomes[n.batch] = 0
      LOOP
        v_outcomes[v_batch] := ${OUTCOME.keysTaken};
      END LOOP;
    END IF;

    -- Mostly all is accepted, and every stream is there.
    IF 0 <> ANY (v_outcomes) OR array_position(v_keys, NULL) IS NOT NULL THEN
      FOR b IN 1 .. cardinality(p_streams) LOOP
        v_left_out[b] := v_left;
        IF v_outcomes[b] <> 0 THEN
          v_left := v_left + p_counts[b];
        ELSIF v_keys[b] IS NULL THEN
          v_next := coalesce(v_next, (SELECT max(stream) FROM streams), 0) + 1;
          v_keys[b] := v_next;
          v_new_streams := v_new_streams || b;
        END IF;
      END LOOP;
    END IF;
    outcomes := array_to_string(v_outcomes, ',');
    revisions := array_to_string(v_revisions, ',');
    IF v_left = cardinality(p_ids) THEN RETURN; END IF;

    IF cardinality(v_new_streams) > 0 THEN
      INSERT INTO streams
        SELECT v_keys[b], p_streams[b], p_stream_checksums[b] FROM unnest(v_new_streams) n(b);
    END IF;
    FOR again IN 1 .. 2 LOOP
      SELECT array_agg(t.type ORDER BY n.n), count(t.type) INTO v_types, v_next
        FROM unnest(p_type_names) WITH ORDINALITY n(name, n)
        LEFT JOIN types t ON t.name = n.name COLLATE "C";
      EXIT WHEN v_next = cardinality(p_type_names);
      INSERT INTO types
        SELECT (SELECT coalesce(max(type), 0) FROM types) + row_number() OVER (), n.name, n.checksum
        FROM unnest(p_type_names, p_type_checksums, v_types) n(name, checksum, type)
        WHERE n.type IS NULL;
    END LOOP;

    INSERT INTO events
      SELECT p.position, v_keys[e.batch], e.revision, e.id, p_now,
        mixed(mixed(mixed(mixed(mixed(e.crc, p.position), v_keys[e.batch]), e.revision),
          v_types[e.type]), p_now),
        v_types[e.type], e.data, e.metadata, e.data_bytes, e.metadata_bytes
      FROM unnest(p_batch, p_revision, p_ids, p_type, p_crc, p_data, p_metadata, p_data_bytes,
          p_metadata_bytes) WITH ORDINALITY
        e(batch, revision, id, type, crc, data, metadata, data_bytes, metadata_bytes, n)
      CROSS JOIN LATERAL (SELECT head + e.n - v_left_out[e.batch] AS position) p
      WHERE v_outcomes[e.batch] = 0;
    IF p_keys IS NOT NULL THEN
      INSERT INTO unique_keys
        SELECT e.key, head + e.n - v_left_out[e.batch]
        FROM unnest(p_batch, p_keys) WITH ORDINALITY e(batch, key, n)
        WHERE v_outcomes[e.batch] = 0 AND e.key IS NOT NULL;
    END IF;
    -- Those who listen are told at the commit: a hint to look.
    PERFORM pg_notify(p_channel, '');
  END
  $append$;
`;
