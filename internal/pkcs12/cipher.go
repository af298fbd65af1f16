package pkcs12

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/rc4"
	"crypto/sha1"

	"github.com/mtlens/mtlens/internal/der"
)

// pbe is the arc of the old algorithms: a password, SHA-1 and a cipher (RFC 7292,
// appendix C).
const pbe = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01"

// old are those ciphers: how long their keys are, and how they are made.
var old = map[string]struct {
	key   int
	block func(key []byte) (cipher.Block, error) // nil for RC4
}{
	pbe + "\x01": {16, nil},
	pbe + "\x02": {5, nil},
	pbe + "\x03": {24, des.NewTripleDESCipher},
	pbe + "\x04": {16, func(key []byte) (cipher.Block, error) { return des.NewTripleDESCipher(append(key, key[:8]...)) }},
	pbe + "\x05": {16, newRC2},
	pbe + "\x06": {5, newRC2},
}

// blocks are the ciphers of PBES2 (RFC 8018, appendix B.2), all in CBC mode.
var blocks = map[string]struct {
	key   int
	block func(key []byte) (cipher.Block, error)
}{
	"\x60\x86\x48\x01\x65\x03\x04\x01\x02": {16, aes.NewCipher},
	"\x60\x86\x48\x01\x65\x03\x04\x01\x16": {24, aes.NewCipher},
	"\x60\x86\x48\x01\x65\x03\x04\x01\x2a": {32, aes.NewCipher},
	rsadsi + "\x03\x07":                    {24, des.NewTripleDESCipher},
}

// decrypt undoes the encryption with the password. What comes out is a SEQUENCE, or
// the password was wrong.
func (o *opener) decrypt(algorithm *der.Element, data []byte) ([]byte, error) {
	parts := children(algorithm)
	if len(parts) < 2 {
		return nil, ErrDamaged
	}
	id, params := string(parts[0].Content()), children(&parts[1])
	if len(params) < 2 {
		return nil, ErrDamaged
	}
	var out []byte
	var err error
	if id == idPBES2 {
		out, err = o.pbes2(params, data)
	} else {
		out, err = o.pbes1(id, params, data)
	}
	if err != nil {
		return nil, err
	}
	if e, ok := der.First(out); !ok || !e.Is(der.Sequence) || e.Problem&(der.Overrun|der.BrokenHeader) != 0 {
		return nil, ErrPassword
	}
	return out, nil
}

// pbes1 is the old way.
//
//	SEQUENCE { salt OCTET STRING, iterations INTEGER }
func (o *opener) pbes1(id string, params []der.Element, data []byte) ([]byte, error) {
	c, ok := old[id]
	if !ok {
		return nil, ErrUnsupported
	}
	iterations, ok := der.SmallInteger(params[1].Content())
	if !ok {
		return nil, ErrDamaged
	}
	key, err := o.derive(sha1.New, forKey, params[0].Content(), iterations, c.key)
	if err != nil {
		return nil, err
	}
	if c.block == nil {
		stream, err := rc4.NewCipher(key)
		if err != nil {
			return nil, ErrUnsupported
		}
		out := make([]byte, len(data))
		stream.XORKeyStream(out, data)
		return out, nil
	}
	block, err := c.block(key)
	if err != nil {
		return nil, ErrUnsupported
	}
	iv, err := o.derive(sha1.New, forIV, params[0].Content(), iterations, block.BlockSize())
	if err != nil {
		return nil, err
	}
	return unchain(block, iv, data)
}

// pbes2 is the new way.
//
//	SEQUENCE { AlgorithmIdentifier { id-PBKDF2 … }, AlgorithmIdentifier { cipher, iv OCTET STRING } }
func (o *opener) pbes2(params []der.Element, data []byte) ([]byte, error) {
	scheme := children(&params[1])
	if len(scheme) < 2 {
		return nil, ErrDamaged
	}
	c, ok := blocks[string(scheme[0].Content())]
	if !ok {
		return nil, ErrUnsupported
	}
	key, err := o.pbkdf2(&params[0], c.key)
	if err != nil {
		return nil, err
	}
	if len(key) != c.key {
		return nil, ErrDamaged
	}
	block, err := c.block(key)
	if err != nil {
		return nil, ErrUnsupported
	}
	return unchain(block, scheme[1].Content(), data)
}

// unchain undoes CBC with the padding of RFC 8018, section 6.1.1.
func unchain(block cipher.Block, iv, data []byte) ([]byte, error) {
	size := block.BlockSize()
	if len(iv) != size || len(data) == 0 || len(data)%size != 0 {
		return nil, ErrDamaged
	}
	out := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, data)
	pad := int(out[len(out)-1])
	if pad == 0 || pad > size {
		return nil, ErrPassword
	}
	for _, b := range out[len(out)-pad:] {
		if int(b) != pad {
			return nil, ErrPassword
		}
	}
	return out[:len(out)-pad], nil
}
