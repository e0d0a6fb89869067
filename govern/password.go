package govern

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"vigie.example/vigie"
)

// The cost of one hash: argon2id with 64 MiB, three passes and four lanes, the
// second recommended option of RFC 9106 section 4 (for places where 2 GiB a
// hash is too much), above every minimum of the OWASP Password Storage Cheat
// Sheet (2025). Hashes carry their own cost, so raising it here leaves old
// ones readable; Outdated tells which to make again at the next sign-in.
const (
	hashMemoryKiB = 64 * 1024
	hashPasses    = 3
	hashLanes     = 4
	hashSaltBytes = 16
	hashKeyBytes  = 32
)

// A hash that asks for more than this was not made by us and would be a way to
// exhaust the machine.
const (
	hashMemoryMostKiB = 1024 * 1024
	hashPassesMost    = 16
)

// Passwords are counted in characters, not bytes. Twelve is long enough to
// withstand guessing behind a throttle without rules of composition, which
// NIST SP 800-63B (section 3.1.1) advises against. The upper bound keeps a
// form from making us hash megabytes.
const (
	PasswordLeast = 12
	PasswordMost  = 256
)

// hashing keeps at most two hashes in memory at once (128 MiB), whoever asks.
var hashing = make(chan struct{}, min(2, runtime.GOMAXPROCS(0)))

// HashPassword returns the argon2id hash of password with a fresh salt, in PHC
// string format. It waits for its turn, since only few hashes are made at once,
// and fails when ctx ends first (kind Unavailable).
func HashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, hashSaltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("salt for a password: %w", err)
	}
	h := phc{memoryKiB: hashMemoryKiB, passes: hashPasses, lanes: hashLanes, salt: salt}
	key, err := h.derive(ctx, password, hashKeyBytes)
	if err != nil {
		return "", err
	}
	h.key = key
	return h.String(), nil
}

// CheckPassword reports whether password is the one hash was made from. It
// takes the same time for a wrong password as for a right one. An empty hash
// is compared with nothing, at the full cost: callers pass it for accounts that
// do not exist, so that a reply does not tell which do. A malformed hash is an
// error.
func CheckPassword(ctx context.Context, hash, password string) (bool, error) {
	if hash == "" {
		nobody := phc{memoryKiB: hashMemoryKiB, passes: hashPasses, lanes: hashLanes, salt: make([]byte, hashSaltBytes)}
		_, err := nobody.derive(ctx, password, hashKeyBytes)
		return false, err
	}
	h, err := parsePHC(hash)
	if err != nil {
		return false, err
	}
	key, err := h.derive(ctx, password, uint32(len(h.key)))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(key, h.key) == 1, nil
}

// Outdated reports whether hash was made at another cost than today's, so that
// it is worth making again while the password is at hand.
func Outdated(hash string) bool {
	h, err := parsePHC(hash)
	return err != nil || h.memoryKiB != hashMemoryKiB || h.passes != hashPasses || h.lanes != hashLanes
}

// PasswordFits tells whether a new password may be used by who signs in as
// login, with an error of kind Invalid when not: too short, too long, or the
// login itself (whole, or its part before the @, repeated or not).
func PasswordFits(password, login string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < PasswordLeast:
		return vigie.Errorf(vigie.Invalid, nil, "password-short", PasswordLeast)
	case n > PasswordMost:
		return vigie.Errorf(vigie.Invalid, nil, "password-long", PasswordMost)
	}
	p := strings.ToLower(strings.TrimSpace(password))
	l := FoldLogin(login)
	name, _, _ := strings.Cut(l, "@")
	for _, own := range []string{l, name} {
		if own != "" && strings.Trim(strings.ReplaceAll(p, own, ""), " ") == "" {
			return vigie.Errorf(vigie.Invalid, nil, "password-login")
		}
	}
	if strings.Count(p, string([]rune(p)[:1])) == utf8.RuneCountInString(p) {
		return vigie.Errorf(vigie.Invalid, nil, "password-same")
	}
	return nil
}

// phc is a hash in the format of the password hashing competition:
// $argon2id$v=19$m=65536,t=3,p=4$salt$key.
type phc struct {
	memoryKiB, passes uint32
	lanes             uint8
	salt, key         []byte
}

// String prints the hash.
func (h phc) String() string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.memoryKiB, h.passes, h.lanes, b.EncodeToString(h.salt), b.EncodeToString(h.key))
}

// derive computes the key of password, waiting for its turn.
func (h phc) derive(ctx context.Context, password string, size uint32) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
		defer func() { <-hashing }()
	case <-ctx.Done():
		return nil, vigie.Errorf(vigie.Unavailable, ctx.Err(), "busy")
	}
	return argon2.IDKey([]byte(password), h.salt, h.passes, h.memoryKiB, h.lanes, size), nil
}

// parsePHC reads a hash back. The hash itself never stands in an error.
func parsePHC(s string) (phc, error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return phc{}, fmt.Errorf("password hash: not argon2id in PHC format")
	}
	var h phc
	var version int
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return phc{}, fmt.Errorf("password hash: version %q, want %d", parts[2], argon2.Version)
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memoryKiB, &h.passes, &h.lanes); err != nil {
		return phc{}, fmt.Errorf("password hash: cost %q: %w", parts[3], err)
	}
	if h.memoryKiB == 0 || h.memoryKiB > hashMemoryMostKiB || h.passes == 0 || h.passes > hashPassesMost || h.lanes == 0 {
		return phc{}, fmt.Errorf("password hash: cost %q out of bounds", parts[3])
	}
	var err error
	if h.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil || len(h.salt) < 8 {
		return phc{}, fmt.Errorf("password hash: unreadable salt")
	}
	if h.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(h.key) < 16 {
		return phc{}, fmt.Errorf("password hash: unreadable key")
	}
	return h, nil
}
