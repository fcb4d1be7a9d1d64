-- Why: a token of an issuer that identifies people by e-mail is exchanged thousands of times a second; whose it is must not
-- be looked for among all identities.
create index identities_by_email on identities (org_id, lower(email)) where email is not null;
