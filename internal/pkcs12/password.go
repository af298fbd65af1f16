package pkcs12

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"unicode/utf16"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// secret is a password as the two ways of making keys take it.
type secret struct {
	wide []byte // UTF-16 with two zero octets at its end (RFC 7292, appendix B.1)
	utf8 string // as PBKDF2 takes it
}

// spellings are the ways in which a password may have been written.
func spellings(password string) []secret {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(password)) {
		wide = append(wide, byte(unit>>8), byte(unit))
	}
	all := []secret{{append(wide, 0, 0), password}}
	if password == "" {
		all = append(all, secret{nil, ""})
	}
	return all
}

// spend takes iterations out of the budget.
func (o *opener) spend(n int) error {
	if n < 1 {
		return ErrDamaged
	}
	if n > o.left {
		return ErrWork
	}
	o.left -= n
	return nil
}

// What a derived key is for (RFC 7292, appendix B.3).
const (
	forKey = 1
	forIV  = 2
	forMAC = 3
)

// derive makes n octets of a password (RFC 7292, appendix B.2).
func (o *opener) derive(newHash func() hash.Hash, purpose byte, salt []byte, iterations, n int) ([]byte, error) {
	if err := o.spend(iterations); err != nil {
		return nil, err
	}
	h := newHash()
	v := h.BlockSize()
	fill := func(b []byte) []byte { // repeated to a multiple of v
		size := (len(b) + v - 1) / v * v
		out := make([]byte, 0, size)
		for len(out) < size {
			out = append(out, b[:min(len(b), size-len(out))]...)
		}
		return out
	}
	diversifier := make([]byte, v)
	for i := range diversifier {
		diversifier[i] = purpose
	}
	block := append(fill(salt), fill(o.secret.wide)...)
	var out []byte
	for len(out) < n {
		h.Reset()
		h.Write(diversifier)
		h.Write(block)
		a := h.Sum(nil)
		for range iterations - 1 {
			h.Reset()
			h.Write(a)
			a = h.Sum(a[:0])
		}
		out = append(out, a...)
		b := make([]byte, v)
		for i := range b {
			b[i] = a[i%len(a)]
		}
		for at := 0; at < len(block); at += v { // add b, and one
			carry := 1
			for i := v - 1; i >= 0; i-- {
				carry += int(block[at+i]) + int(b[i])
				block[at+i] = byte(carry)
				carry >>= 8
			}
		}
	}
	return out[:n], nil
}

// macOf is the digest of a store's content: by a key that is derived as above, or,
// newer, by PBKDF2 (PBMAC1, RFC 9579).
func (o *opener) macOf(algorithm *der.Element, salt []byte, iterations int, content []byte) ([]byte, error) {
	parts := children(algorithm)
	if len(parts) == 0 {
		return nil, ErrDamaged
	}
	id := string(parts[0].Content())
	if id == idPBMAC1 {
		if len(parts) < 2 {
			return nil, ErrDamaged
		}
		of := children(&parts[1])
		if len(of) < 2 {
			return nil, ErrDamaged
		}
		newHash := macs[first(&of[1])]
		if newHash == nil {
			return nil, ErrUnsupported
		}
		key, err := o.pbkdf2(&of[0], newHash().Size())
		if err != nil {
			return nil, err
		}
		return sum(newHash, key, content), nil
	}
	newHash := digests[id]
	if newHash == nil {
		return nil, ErrUnsupported
	}
	key, err := o.derive(newHash, forMAC, salt, iterations, newHash().Size())
	if err != nil {
		return nil, err
	}
	return sum(newHash, key, content), nil
}

func sum(newHash func() hash.Hash, key, content []byte) []byte {
	m := hmac.New(newHash, key)
	m.Write(content)
	return m.Sum(nil)
}

// first is the identifier of an AlgorithmIdentifier.
func first(e *der.Element) string {
	parts := children(e)
	if len(parts) == 0 {
		return ""
	}
	return string(parts[0].Content())
}

// pbkdf2 makes a key of the password (RFC 8018, appendix A.2).
//
//	AlgorithmIdentifier { id-PBKDF2, SEQUENCE { salt OCTET STRING, iterationCount INTEGER,
//	  keyLength INTEGER OPTIONAL, prf AlgorithmIdentifier DEFAULT hmacWithSHA1 } }
func (o *opener) pbkdf2(algorithm *der.Element, size int) ([]byte, error) {
	parts := children(algorithm)
	if len(parts) < 2 {
		return nil, ErrDamaged
	}
	if string(parts[0].Content()) != idPBKDF2 {
		return nil, ErrUnsupported // scrypt
	}
	params := children(&parts[1])
	if len(params) < 2 || !params[0].Is(der.OctetString) {
		return nil, ErrDamaged
	}
	iterations, ok := der.SmallInteger(params[1].Content())
	if !ok {
		return nil, ErrDamaged
	}
	newHash := sha1.New
	for i := range params[2:] {
		switch p := &params[2+i]; {
		case p.Is(der.Sequence):
			if newHash = macs[first(p)]; newHash == nil {
				return nil, ErrUnsupported
			}
		case p.Is(der.Integer):
			if n, ok := der.SmallInteger(p.Content()); ok && n > 0 && n <= 64 {
				size = n
			}
		}
	}
	if err := o.spend(iterations); err != nil {
		return nil, err
	}
	key, err := pbkdf2.Key(newHash, o.secret.utf8, params[0].Content(), iterations, size)
	if err != nil {
		return nil, ErrUnsupported
	}
	return key, nil
}

const (
	rsadsi   = "\x2a\x86\x48\x86\xf7\x0d"
	idPBKDF2 = rsadsi + "\x01\x05\x0c"
	idPBES2  = rsadsi + "\x01\x05\x0d"
	idPBMAC1 = rsadsi + "\x01\x05\x0e"
	nistHash = "\x60\x86\x48\x01\x65\x03\x04\x02"
)

// digests are hash functions by their identifiers, macs HMACs with them.
var (
	digests = map[string]func() hash.Hash{
		string(oid.SHA1):  sha1.New,
		nistHash + "\x04": sha256.New224,
		nistHash + "\x01": sha256.New,
		nistHash + "\x02": sha512.New384,
		nistHash + "\x03": sha512.New,
	}
	macs = map[string]func() hash.Hash{
		rsadsi + "\x02\x07": sha1.New,
		rsadsi + "\x02\x08": sha256.New224,
		rsadsi + "\x02\x09": sha256.New,
		rsadsi + "\x02\x0a": sha512.New384,
		rsadsi + "\x02\x0b": sha512.New,
	}
)
