-- +goose Up
-- What answers a mention, or stands in a thread: who was answered is asked of
-- these few alone. Inside a JSON string a quotation mark has a backslash before
-- it, so that what is looked for stands nowhere else. "r" and "t" are ReplyTo
-- and Thread of code.go. The conditions are columns too: so that they are read
-- from here and not from the mentions.
CREATE INDEX mention_linked ON mention (id, site, author, flags, extra->>'r', extra->>'t', instr(extra, '"r":"') > 0, instr(extra, '"t":"') > 0)
  WHERE instr(extra, '"r":"') > 0 OR instr(extra, '"t":"') > 0;

-- +goose Down
DROP INDEX mention_linked;
