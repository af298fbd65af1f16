package verify

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"slices"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/der"
)

// lists are the revocation lists, and what is wrong with the first broken one.
type lists struct {
	all   []*x509.RevocationList
	fault string
}

// lists reads the files.
func (j *judge) lists() *lists {
	l := &lists{}
	for i, file := range j.in.CRLs {
		if len(bytes.TrimSpace(file)) == 0 {
			continue
		}
		found := false
		for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
			if block.Type == "X509 CRL" || block.Type == "CRL" {
				found = true
				l.read(i, block.Bytes)
			}
		}
		if !found {
			l.read(i, file)
		}
	}
	return l
}

func (l *lists) read(i int, der []byte) {
	list, err := x509.ParseRevocationList(der)
	if err == nil {
		l.all = append(l.all, list)
	} else if l.fault == "" {
		l.fault = "Revocation list " + itoa(i+1) + " cannot be read: " + plain(err) + "."
	}
}

// revocation looks every certificate below the anchor up.
func (j *judge) revocation(path []*x509.Certificate, lists *lists) bool {
	if lists.fault != "" {
		return j.fail(alb.RuleCRLReadable, lists.fault+" The load balancer refuses such a file when it is uploaded.", nowhere)
	}
	if len(lists.all) == 0 {
		return j.skip(alb.RuleNotRevoked, "The trust store has no revocation lists: revocation is not checked.")
	}
	j.pass(alb.RuleCRLReadable, count(len(lists.all), "revocation list")+".", nowhere)
	if len(path) == 1 {
		return j.skip(alb.RuleNotRevoked, "The leaf itself is in the trust store: there is no issuer to ask.")
	}
	// Rule by rule for the whole path, so that every rule stands in the verdict once.
	below := path[:len(path)-1]
	var use [][]*x509.RevocationList
	for i, c := range below {
		issuer := path[i+1]
		named := filter(lists.all, func(l *x509.RevocationList) bool { return bytes.Equal(l.RawIssuer, issuer.RawSubject) })
		inScope := filter(named, func(l *x509.RevocationList) bool { return covers(l, c) })
		switch {
		case len(named) == 0:
			return j.fail(alb.RuleCRLFound, "There are revocation lists, but none of "+nameOf(issuer)+", which issued "+nameOf(c)+".", j.where(c))
		case len(inScope) == 0:
			return j.fail(alb.RuleCRLFound, "No revocation list of "+nameOf(issuer)+" covers "+nameOf(c)+": the list's issuingDistributionPoint, or another critical extension, says so.", j.where(c))
		}
		use = append(use, inScope)
	}
	j.pass(alb.RuleCRLFound, "There is a list of the issuer of each of "+count(len(below), "certificate")+".", nowhere)
	for i := range below {
		issuer := path[i+1]
		signed := filter(use[i], func(l *x509.RevocationList) bool { return l.CheckSignatureFrom(issuer) == nil })
		if len(signed) == 0 {
			return j.fail(alb.RuleCRLSignature, "The list in the name of "+nameOf(issuer)+" is not signed by it: "+plain(use[i][0].CheckSignatureFrom(issuer))+".", j.where(issuer))
		}
		use[i] = signed
	}
	j.pass(alb.RuleCRLSignature, "Every list is signed by its issuer.", nowhere)
	for i := range below {
		current := filter(use[i], func(l *x509.RevocationList) bool {
			return !j.now.Before(l.ThisUpdate) && (l.NextUpdate.IsZero() || !j.now.After(l.NextUpdate))
		})
		if len(current) == 0 {
			l := use[i][0]
			detail := "The list of " + nameOf(path[i+1]) + " is in force from " + stamp(l.ThisUpdate) + " to " + stamp(l.NextUpdate) + "; it is " + stamp(j.now) + "."
			return j.fail(alb.RuleCRLDates, detail+" s2n-tls by itself would let it pass; what the load balancer does is not documented.", j.where(path[i+1]))
		}
		use[i] = current
	}
	j.pass(alb.RuleCRLDates, "Every list is in force.", nowhere)
	for i, c := range below {
		for _, l := range use[i] {
			if e := entry(l, c.SerialNumber); e != nil {
				return j.fail(alb.RuleNotRevoked, nameOf(c)+" was revoked at "+stamp(e.RevocationTime)+" by "+nameOf(path[i+1])+".", j.serial(c))
			}
		}
	}
	return j.pass(alb.RuleNotRevoked, "No certificate of the path is on a list.", nowhere)
}

func filter(all []*x509.RevocationList, keep func(*x509.RevocationList) bool) (kept []*x509.RevocationList) {
	for _, l := range all {
		if keep(l) {
			kept = append(kept, l)
		}
	}
	return kept
}

// entry returns the list's entry for a serial number, or nil.
func entry(l *x509.RevocationList, serial *big.Int) *x509.RevocationListEntry {
	for i := range l.RevokedCertificateEntries {
		e := &l.RevokedCertificateEntries[i]
		const removeFromCRL = 8 // RFC 5280, section 5.3.1
		if e.SerialNumber.Cmp(serial) == 0 && e.ReasonCode != removeFromCRL {
			return e
		}
	}
	return nil
}

// covers reports whether the list speaks of the certificate. Of the critical
// extensions one is known, the issuing distribution point (RFC 5280, section
// 5.2.5); lists that are indirect, for some reasons only, or deltas, cover
// nothing, as OpenSSL has it without its extended support for lists.
//
//	IssuingDistributionPoint ::= SEQUENCE {
//	    distributionPoint          [0] DistributionPointName OPTIONAL,
//	    onlyContainsUserCerts      [1] BOOLEAN DEFAULT FALSE,
//	    onlyContainsCACerts        [2] BOOLEAN DEFAULT FALSE,
//	    onlySomeReasons            [3] ReasonFlags OPTIONAL,
//	    indirectCRL                [4] BOOLEAN DEFAULT FALSE,
//	    onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }
func covers(l *x509.RevocationList, c *x509.Certificate) bool {
	for _, x := range l.Extensions {
		switch {
		case x.Id.String() == "2.5.29.28":
			if !inScope(x.Value, c) {
				return false
			}
		case x.Critical:
			return false
		}
	}
	return true
}

func inScope(value []byte, c *x509.Certificate) bool {
	top := der.NewReader(value)
	sequence, ok := top.Next()
	if !ok {
		return false
	}
	fields := sequence.Children()
	for fields.More() {
		f, ok := fields.Next()
		yes, _ := der.ReadBoolean(f.Content())
		switch {
		case !ok, f.Class != der.ContextSpecific:
			return false
		case f.Tag == 0 && !pointMatches(&f, c):
			return false
		case f.Tag == 1 && yes && c.IsCA, f.Tag == 2 && yes && !c.IsCA:
			return false
		case f.Tag == 3, f.Tag >= 4 && yes:
			return false
		}
	}
	return true
}

// pointMatches reports whether one of the list's own URIs is among those of the
// certificate's CRL distribution points. Other kinds of names match nothing.
func pointMatches(point *der.Element, c *x509.Certificate) bool {
	choice := point.Children()
	full, ok := choice.Next()
	if !ok || !full.IsContext(0) {
		return false
	}
	names := full.Children()
	for names.More() {
		n, ok := names.Next()
		if ok && n.IsContext(6) && slices.Contains(c.CRLDistributionPoints, string(n.Content())) {
			return true
		}
	}
	return false
}
