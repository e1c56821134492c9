/**
 * The shop's tables. Runs at every start, as one transaction: each statement is safe to repeat, and the lock keeps two
 * shops that start at once on the same server from tripping over each other.
 */
export const MIGRATIONS = `
  SELECT pg_advisory_xact_lock(20261122);

  CREATE TABLE IF NOT EXISTS members (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kakao_id text NOT NULL UNIQUE,
    name text,
    picture text,
    email text,
    joined_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now()
  );

  -- Members from before Kakao have a telephone number and no Kakao account.
  ALTER TABLE members ALTER COLUMN kakao_id DROP NOT NULL;
  ALTER TABLE members ADD COLUMN IF NOT EXISTS phone text UNIQUE;

  -- When the Kakao account was linked, by Kakao's clock, and when it was last unlinked, by the shop's.
  ALTER TABLE members ADD COLUMN IF NOT EXISTS linked_at timestamptz;
  ALTER TABLE members ADD COLUMN IF NOT EXISTS unlinked_at timestamptz;
  UPDATE members SET linked_at = joined_at WHERE kakao_id IS NOT NULL AND linked_at IS NULL;

  CREATE TABLE IF NOT EXISTS channel_relations (
    kakao_id text NOT NULL,
    channel text NOT NULL,
    relation text NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (kakao_id, channel)
  );

  -- Who may be in the channel's customer file: kept beyond the member, until Kakao has taken them out.
  CREATE TABLE IF NOT EXISTS newsletter (kakao_id text PRIMARY KEY);

  CREATE TABLE IF NOT EXISTS consents (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    kind text NOT NULL,
    tag text NOT NULL,
    agreed boolean NOT NULL,
    required boolean NOT NULL,
    agreed_at timestamptz,
    recorded_at timestamptz NOT NULL
  );

  CREATE INDEX IF NOT EXISTS consents_of_member ON consents (member_id, kind, tag, id DESC);

  -- The addresses that Kakao has told at a member's last login.
  CREATE TABLE IF NOT EXISTS addresses (
    member_id uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    id text NOT NULL,
    place integer NOT NULL,
    content jsonb NOT NULL,
    PRIMARY KEY (member_id, id)
  );

  CREATE TABLE IF NOT EXISTS coupons (
    member_id uuid PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    granted_at timestamptz NOT NULL DEFAULT now()
  );

  -- Who has had the welcome coupon, also if they have left: a keyed hash of the Kakao id, and the day.
  CREATE TABLE IF NOT EXISTS coupon_claims (
    person text PRIMARY KEY,
    granted_on date NOT NULL
  );

  CREATE TABLE IF NOT EXISTS orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    member_id uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    product text NOT NULL,
    variant text NOT NULL,
    ordered_at timestamptz NOT NULL DEFAULT now()
  );

  -- Two orders can be of the same moment.
  ALTER TABLE orders ADD COLUMN IF NOT EXISTS number bigint GENERATED ALWAYS AS IDENTITY;

  -- Where it goes: a copy, as the address at Kakao can change.
  ALTER TABLE orders ADD COLUMN IF NOT EXISTS address jsonb;

  CREATE INDEX IF NOT EXISTS orders_of_member ON orders (member_id, ordered_at DESC);

  -- What visitors have allowed to be counted, for 90 days. Nothing names a visitor, and the day is all that is kept of when.
  CREATE TABLE IF NOT EXISTS funnel_events (
    day date NOT NULL,
    name text NOT NULL,
    campaign text NOT NULL,
    source text NOT NULL,
    variant text NOT NULL,
    purpose text,
    event_id text
  );

  CREATE INDEX IF NOT EXISTS funnel_events_of_day ON funnel_events (day);

  -- An event that is told twice counts once.
  CREATE UNIQUE INDEX IF NOT EXISTS funnel_events_once ON funnel_events (event_id, name) WHERE event_id IS NOT NULL;
`;
