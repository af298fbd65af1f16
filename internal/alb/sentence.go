package alb

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Sentence says in a sentence or two what a check saw.
func (c *Check) Sentence() string {
	if c.Outcome == NotChecked {
		return c.Why.sentence()
	}
	f, failed := &c.Fact, c.Outcome == Failed
	who, it := "The leaf", "the leaf"
	if f.Subject != nil && c.Certificate != 0 {
		it = NameOf(f.Subject)
		who = it
	}
	switch f.Kind {
	case FactNone:
		return "The client sends no certificate, and the listener asks for one. AWS does not say which reason code is logged."
	case FactCertificates:
		return c.certificates()
	case FactBytes:
		return c.bytes()
	case FactCutOff:
		return words.Capital(Ordinal(c.Certificate)) + " is cut off: " + words.Count(f.Count, "byte") + " of " + words.Number(f.Limit) + " are there."
	case FactBroken:
		why := ""
		if f.Finding != nil {
			why = ": " + strings.TrimSuffix(f.Finding.Text, ".")
		}
		return words.Capital(Ordinal(c.Certificate)) + " cannot be read as a certificate" + why + "."
	case FactWhole:
		return "Every certificate is whole."
	case FactKey:
		if c.Basis() == FollowsS2N {
			return "The key of " + it + " is " + f.Subject.Key.Title() + ". AWS does not speak of curves that are written out; OpenSSL, beneath s2n-tls, takes none in a path."
		}
		return "The key of " + it + " is " + f.Subject.Key.Title() + pick(failed, "; a listener takes RSA of "+words.Number(MinRSA)+" to "+words.Number(MaxRSA)+" bits, P-256, P-384 and P-521.", ".")
	case FactVersion:
		return who + " is of version " + strconv.Itoa(f.Count) + pick(failed, "; a listener takes X.509v3. AWS does not say which reason code is logged.", ".")
	case FactSignature:
		return who + " is signed by " + f.Subject.SignatureAlgorithm.Title() + pick(failed, "; a listener takes SHA-256, SHA-384 and SHA-512 with RSA, RSASSA-PSS or ECDSA.", ".")
	case FactNoUsage:
		return who + pick(c.ID == RulePurpose, " has no extended key usage: any purpose will do.", " has no key usage: any use will do.")
	case FactPurpose:
		return who + pick(failed, " has an extended key usage, and clientAuth is not in it"+pick(f.Any, "; anyExtendedKeyUsage does not stand for it.", "."), " is for clientAuth.")
	case FactUsage:
		return pick(failed, who+" has a key usage without digitalSignature and keyAgreement: its key may not sign a handshake.", "The key of "+it+" may sign a handshake.")
	case FactNetscape:
		return who + " has a Netscape certificate type, and “SSL Client” is not in it."
	case FactSigned:
		return c.signed(it)
	case FactListed, FactPath:
		return f.Text
	}
	return c.time(who, it)
}

// signed speaks of a signature that does not verify. The trust store is searched
// first, and what it holds itself is not asked for a signature.
func (c *Check) signed(it string) string {
	f := &c.Fact
	if f.Issuer == f.Subject {
		return "The signature that " + it + " made for itself does not verify. That does not matter where the trust store holds this very certificate."
	}
	return "The signature of " + it + " does not verify with the key of " + NameOf(f.Issuer) + ", which was presented with it. A trust store that holds " + it + " itself, or another certificate of its issuer's name, may say otherwise."
}

func (w Why) sentence() string {
	switch w {
	case NeedsTrustStore:
		return "The trust store and the signatures tell."
	case NeedsHandshake:
		return "Only the client can show that it holds the key."
	case Unreadable:
		return "A rule before it failed, and nothing is left to look at."
	case NotShown:
		return "A certificate was cut off or damaged before it was pasted; what the client presents is not known."
	case NotAsked:
		return "The listener does not ask for it in this mode."
	}
	return "There is nothing to look at."
}

func (c *Check) certificates() string {
	n := words.Count(c.Fact.Count, "certificate")
	if c.ID == RulePresented {
		return "The client sends " + n + "."
	}
	said := pick(c.Outcome == Failed, "The client sends "+n+"; a listener takes ", n+" of at most ") + words.Number(c.Fact.Limit) + "."
	return said + " They are counted as they are sent, as s2n-tls does: AWS does not say whether leaf and root count."
}

func (c *Check) bytes() string {
	n, limit := words.Count(c.Fact.Count, "byte"), words.Number(c.Fact.Limit)
	failed := c.Outcome == Failed
	if c.ID == RuleMessage {
		return "The chain makes a TLS message of " + n + "; " + pick(failed, "a listener takes "+limit+".", limit+" are allowed.")
	}
	if failed {
		return words.Capital(Ordinal(c.Certificate)) + " has " + n + ". AWS takes CA certificates of at most " + limit + ", and states no limit for client certificates: the same is assumed."
	}
	return "The largest has " + n + "; the limit of " + limit + " is documented for CA certificates alone."
}

func (c *Check) time(who, it string) string {
	f := &c.Fact
	at, now := moment.ISO(f.Time), moment.ISO(f.Now)
	switch {
	case f.Kind == FactNoTime:
		return "A date in the validity of " + it + " cannot be read."
	case f.Kind == FactStarts && c.Outcome == Failed:
		return who + " is valid from " + at + "; it is " + now + "."
	case f.Kind == FactStarts:
		return who + " is valid from " + at + "."
	case c.Outcome == Failed:
		return who + " expired at " + at + "; it is " + now + "."
	case f.Any:
		return who + " expired at " + at + ", and the listener allows expired client certificates."
	}
	return who + " is valid until " + at + "."
}

func pick(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

// Ordinal says which of the presented certificates is meant.
func Ordinal(i int) string {
	if i == 0 {
		return "the leaf"
	}
	return "certificate " + strconv.Itoa(i+1) + " of the chain"
}

// NameOf names a certificate in a sentence: by its common name, or the whole name
// as ALB writes it.
func NameOf(c *certinfo.Certificate) string {
	const limit = 80 // what fits a line; the whole name is shown elsewhere
	if a := c.Subject.Find(oid.CommonName); a != nil && a.Text != "" && len(a.Text) <= limit && plain(a.Text) {
		return a.Text
	}
	name := c.Subject.String()
	if name == "" {
		return "a certificate without a subject"
	}
	return words.Shorten(name, limit)
}

// plain reports whether a text is what it looks like: without controls, without
// characters that are not seen, or that turn the direction of others.
func plain(s string) bool {
	for _, r := range s {
		switch {
		case r < ' ', r >= 0x7f && r < 0xa0, r == 0xad, r == 0xfffd, r == 0xfeff,
			r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f,
			r >= 0x300 && r <= 0x36f, r >= 0xe0000 && r <= 0xe007f:
			return false
		}
	}
	return true
}
