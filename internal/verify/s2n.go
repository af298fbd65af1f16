package verify

import "github.com/mtlens/mtlens/internal/alb"

// S2NError is an error of s2n-tls by its name; empty for success.
type S2NError string

const (
	errMissing      S2NError = "S2N_ERR_MISSING_CLIENT_CERT"
	errMessage      S2NError = "S2N_ERR_BAD_MESSAGE"
	errDecode       S2NError = "S2N_ERR_DECODE_CERTIFICATE"
	errDepth        S2NError = "S2N_ERR_CERT_MAX_CHAIN_DEPTH_EXCEEDED"
	errAlert        S2NError = "S2N_ERR_ALERT" // the client gives up
	errSafety       S2NError = "S2N_ERR_SAFETY"
	errIncompatible S2NError = "S2N_ERR_SECURITY_POLICY_INCOMPATIBLE_CERT"
	errUntrusted    S2NError = "S2N_ERR_CERT_UNTRUSTED"
	errCritical     S2NError = "S2N_ERR_CERT_UNHANDLED_CRITICAL_EXTENSION"
	errLookup       S2NError = "S2N_ERR_CRL_LOOKUP_FAILED"
	errListIssuer   S2NError = "S2N_ERR_CRL_ISSUER"
	errListSigned   S2NError = "S2N_ERR_CRL_SIGNATURE"
	errListCritical S2NError = "S2N_ERR_CRL_UNHANDLED_CRITICAL_EXTENSION"
	errRevoked      S2NError = "S2N_ERR_CERT_REVOKED"
	errEarly        S2NError = "S2N_ERR_CERT_NOT_YET_VALID"
	errExpired      S2NError = "S2N_ERR_CERT_EXPIRED"
	errIntent       S2NError = "S2N_ERR_CERT_INTENT_INVALID"
)

// S2N is what stock s2n-tls says, with each of the two libraries beneath it.
type S2N struct{ OpenSSL, AWSLC S2NError }

// s2nCodes are AWS's words for what s2n-tls says. They are inferred from the names:
// AWS does not say so. Those that are assumed have no counterpart in AWS's list.
var s2nCodes = []struct {
	err   S2NError
	code  alb.Reason
	basis alb.Basis
}{
	{errMissing, alb.UnmappedConnection, alb.Assumed},
	{errMessage, alb.MaxSizeExceeded, alb.Assumed},
	{errDecode, alb.Invalid, alb.Assumed},
	{errDepth, alb.MaxChainDepthExceeded, alb.FollowsS2N},
	{errAlert, alb.UnmappedConnection, alb.Assumed},
	{errSafety, alb.UnmappedConnection, alb.Assumed},
	{errIncompatible, alb.Incompatible, alb.FollowsS2N},
	{errUntrusted, alb.Untrusted, alb.FollowsS2N},
	{errCritical, alb.Untrusted, alb.Assumed},
	{errLookup, alb.CRLProcessingError, alb.FollowsS2N},
	{errListIssuer, alb.CRLProcessingError, alb.FollowsS2N},
	{errListSigned, alb.CRLProcessingError, alb.FollowsS2N},
	{errListCritical, alb.CRLProcessingError, alb.FollowsS2N},
	{errRevoked, alb.CRLHit, alb.FollowsS2N},
	{errEarly, alb.NotYetValid, alb.FollowsS2N},
	{errExpired, alb.Expired, alb.FollowsS2N},
	{errIntent, alb.PurposeInvalid, alb.FollowsS2N},
}

// Code is AWS's reason code for an error of s2n-tls, and how sure it is; both are
// empty for success.
func (e S2NError) Code() (alb.Reason, alb.Basis) {
	for i := range s2nCodes {
		if s2nCodes[i].err == e {
			return s2nCodes[i].code, s2nCodes[i].basis
		}
	}
	return "", ""
}

// status is what tls_verify_status says of a reason.
func status(reason alb.Reason) string {
	if reason == "" {
		return alb.StatusSuccess
	}
	return alb.StatusFailed + string(reason)
}

// alternatives adds what else the verdict could be.
func (m *material) alternatives(v *Verdict, main *run) {
	add := func(reading Reading, reason alb.Reason, text string) {
		if reason != v.Reason {
			v.Alternatives = append(v.Alternatives, Alternative{reading, status(reason), reason, text})
		}
	}
	code, _ := v.S2N.OpenSSL.Code()
	if d := v.Deciding(); d != nil && ofAWS(d.ID) {
		text := "This rule is AWS's. Stock s2n-tls does not have it"
		if v.S2N.OpenSSL == "" {
			add(StockS2N, code, text+", and takes the client.")
		} else {
			add(StockS2N, code, text+", and says "+string(v.S2N.OpenSSL)+".")
		}
		if d.ID == alb.RuleSignature && m.sha1() && m.in.Protocol == AnyTLS {
			add(AtTLS12, alb.Incompatible, "At TLS 1.2, under a security policy that says which certificates it takes, s2n-tls says "+string(errIncompatible)+".")
		}
		return
	}
	if v.S2N.AWSLC != v.S2N.OpenSSL {
		code, _ := v.S2N.AWSLC.Code()
		says := "takes the client."
		if v.S2N.AWSLC != "" {
			says = "says " + string(v.S2N.AWSLC) + "."
		}
		add(WithAWSLC, code, "Here the libraries beneath s2n-tls differ: this verdict is that of OpenSSL; with AWS-LC s2n-tls "+says+" Which one a load balancer has is not documented.")
	}
	if m.in.Settings.IgnoreExpiry {
		other := m.run(plan{aws: true, narrow: true})
		add(ExpiredLeafOnly, other.reason(), "AWS says that expired client certificates are allowed, and no more. s2n-tls has one switch, which turns off every check of time; this verdict is by that switch.")
	}
	if len(m.crls) > 0 {
		other := m.run(plan{aws: true, listDates: true})
		if last := other.last(); last != nil && last.ID == alb.RuleCRLDates {
			add(ListDatesCount, other.reason(), last.Detail+" s2n-tls does not look at these dates; whether the load balancer does is not documented.")
		}
	}
	if last := main.last(); last != nil && last.ID == alb.RuleHostNames && last.Outcome == alb.Failed {
		other := m.run(plan{aws: true, anyNames: true})
		add(NamesNotLooked, other.reason(), "s2n-tls comes upon the empty name when it verifies host names; whether a load balancer has that done for clients is not documented.")
	}
}

// ofAWS reports whether a rule is AWS's own, and none of s2n-tls.
func ofAWS(id alb.RuleID) bool {
	switch id {
	case alb.RuleSize, alb.RuleKey, alb.RuleVersion, alb.RuleSignature, alb.RuleIssuers:
		return true
	}
	return false
}
