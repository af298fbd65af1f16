package lab

import (
	"context"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/albsim"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/pkcs12"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Simulate runs a handshake between a client and a load balancer's stand-in.
func Simulate(o Options, q SimulateRequest) Simulation {
	sc, problem := q.scenario(o)
	if problem != nil {
		return Simulation{Problems: []Problem{*problem}}
	}
	r, err := albsim.Run(context.Background(), sc)
	if err != nil {
		// What is left of misuse is the request that the client sends.
		return Simulation{Problems: []Problem{{"request", sentence(err.Error())}}}
	}
	answer := Simulation{
		Title: simulated(r, len(sc.Chain) > 0), Verdict: verdict(&r.Verdict),
		Version: r.Version, Cipher: r.Cipher, Group: r.Group,
		AskedFor: r.AskedFor, CANames: r.CANames, Connected: r.Connected,
		Alert: r.Alert, AlertNote: r.AlertNote, HeaderNote: r.HeaderNote, Sent: r.Sent, Got: r.Got,
		Transcript: r.Transcript, Request: string(r.Request), Status: r.Status, Response: string(r.Response), LogLine: r.LogLine,
	}
	answer.Verdict.TrustStore = bundle(o, q.TrustStore, "")
	for _, m := range r.Messages {
		answer.Messages = append(answer.Messages, Message{string(m.From), string(m.To), m.Name, m.Lines, m.Failed})
	}
	for _, h := range r.Headers {
		answer.Headers = append(answer.Headers, HeaderLine{h.Name, h.Value, alb.RoleOf(h.Name) != alb.NoRole})
	}
	return answer
}

// simulated says in a sentence what came of it.
func simulated(r *albsim.Result, presented bool) string {
	added := 0
	for _, h := range r.Headers {
		if alb.RoleOf(h.Name) != alb.NoRole {
			added++
		}
	}
	switch {
	case !r.Verdict.OK():
		return "The load balancer ends the connection: " + r.Verdict.Status + "."
	case r.Request == nil:
		return "The load balancer takes the client, and the request does not reach the target."
	case added == 0 && !r.AskedFor:
		return "The target gets the request; nobody asked the client for a certificate."
	case added == 0 && !presented:
		return "The target gets the request without any header about a certificate."
	case added == 1:
		return "The target gets the request with 1 header about the certificate."
	}
	return "The target gets the request with " + strconv.Itoa(added) + " headers about the certificate."
}

func (q *SimulateRequest) scenario(o Options) (albsim.Scenario, *Problem) {
	sc := albsim.Scenario{
		Settings: q.Settings.settings(), TrustStore: []byte(q.TrustStore), CRLs: lists(q.CRLs),
		Chain: certificates(q.Chain), Host: q.Host, Port: q.Port, Method: q.Method, Path: q.Path,
		Now: o.Now, Rand: o.Rand, Alerts: q.Alerts,
	}
	for _, h := range q.Headers {
		sc.Headers = append(sc.Headers, alb.Header{Name: h.Name, Value: h.Value})
	}
	chain, own, err := fromStores(sc.Chain, q.Chain, q.Password)
	if err != nil {
		return sc, &Problem{"password", lockedText(err, q.Password)}
	}
	sc.Chain = chain
	if strings.TrimSpace(q.Chain) != "" && len(sc.Chain) == 0 {
		return sc, &Problem{"chain", "There is no certificate in this text."}
	}
	if len(sc.Chain) > 0 {
		if strings.TrimSpace(q.Key) != "" || own == nil {
			var problem *Problem
			if own, problem = privateKey(q.Key, q.Password); problem != nil {
				return sc, problem
			}
		}
		sc.Key = own
	}
	for field, to := range map[string]*uint16{"minVersion": &sc.MinVersion, "maxVersion": &sc.MaxVersion} {
		text := q.MinVersion
		if field == "maxVersion" {
			text = q.MaxVersion
		}
		switch text {
		case "":
		case "1.2":
			*to = tls.VersionTLS12
		case "1.3":
			*to = tls.VersionTLS13
		default:
			return sc, &Problem{field, "A listener speaks TLS 1.2 and 1.3."}
		}
	}
	if sc.MaxVersion != 0 && sc.MinVersion > sc.MaxVersion {
		return sc, &Problem{"maxVersion", "The highest version is below the lowest."}
	}
	return sc, nil
}

// privateKey finds the key in a paste, in any of the forms that OpenSSL writes.
// Without one it says why. What it says holds nothing of the paste.
func privateKey(text, password string) (crypto.Signer, *Problem) {
	why := &Problem{"key", "A client that presents a certificate needs a private key: paste its PEM."}
	for u := range unwrap.Open([]byte(text)).Units() {
		for i := range u.Objects {
			o := &u.Objects[i]
			raw, kind := o.DER.Bytes, o.Kind
			if kind == der.EncryptedPrivateKey || kind == der.PKCS12 {
				var err error
				if len(raw) == 0 { // what is encrypted stays in its armor
					raw = armored(text)
				}
				if raw, err = unlockKey(kind, raw, password); err != nil {
					why = &Problem{"password", lockedText(err, password)}
					continue
				}
				kind = der.PrivateKey
			}
			var key any
			var err error
			switch kind {
			case der.PrivateKey:
				key, err = x509.ParsePKCS8PrivateKey(raw)
			case der.RSAPrivateKey:
				key, err = x509.ParsePKCS1PrivateKey(raw)
			case der.ECPrivateKey:
				key, err = x509.ParseECPrivateKey(raw)
			default:
				continue
			}
			if signer, ok := key.(crypto.Signer); ok && err == nil {
				return signer, nil
			}
			why = &Problem{"key", "The private key cannot be read."}
		}
	}
	return nil, why
}

// armored is the first encrypted key of a text.
func armored(text string) []byte {
	for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "ENCRYPTED PRIVATE KEY" {
			return block.Bytes
		}
	}
	return nil
}

// unlockKey takes the key, or the first one, out of what is encrypted.
func unlockKey(kind der.Kind, raw []byte, password string) ([]byte, error) {
	if kind == der.EncryptedPrivateKey {
		return tryBoth(password, func(p string) ([]byte, error) { return pkcs12.Key(raw, p) })
	}
	var s stores
	if s.open(raw, password); s.err != nil {
		return nil, s.err
	}
	if len(s.keys) == 0 {
		return nil, nil
	}
	return s.keys[0], nil
}

// sentence makes one of an error's text.
func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] + "." }
