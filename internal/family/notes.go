package family

// Notes is what is told of a family to people who ask. It decides nothing, and a
// program that only decides does not link it.
type Notes struct {
	Does     [][]Claim  // for each mode: what the family does in it, not what it did with a request
	Versions []string   // what changed, and when
	Todo     []string   // what the application must still do
	TodoIn   [][]string // for each mode: what else
	Strip    string     // what it does with copies that the client sends, and what must be done
}

// NotesOf returns what is told of a family; for none it is empty.
func NotesOf(id ID) *Notes {
	if int(id) >= len(allNotes) || allNotes[id] == nil {
		return &Notes{}
	}
	return allNotes[id]
}

var allNotes = [...]*Notes{
	ALB:           &albNotes,
	CloudFront:    &cloudFrontNotes,
	APIGateway:    &apiGatewayNotes,
	Lattice:       &latticeNotes,
	GoogleCloud:   &googleCloudNotes,
	AppService:    &appServiceNotes,
	AppGateway:    &appGatewayNotes,
	APIManagement: &apiManagementNotes,
	ContainerApps: &containerAppsNotes,
	Cloudflare:    &cloudflareNotes,
	Akamai:        &akamaiNotes,
	Fastly:        &fastlyNotes,
	Alibaba:       &alibabaNotes,
	Huawei:        &huaweiNotes,
	Envoy:         &envoyNotes,
	Linkerd:       &linkerdNotes,
	CloudFoundry:  &cloudFoundryNotes,
	RFC9440:       &rfc9440Notes,
	Otoroshi:      &otoroshiNotes,
	Nginx:         &nginxNotes,
	IngressNginx:  &ingressNginxNotes,
	HAProxy:       &haproxyNotes,
	Apache:        &apacheNotes,
	Lighttpd:      &lighttpdNotes,
	Traefik:       &traefikNotes,
	Caddy:         &caddyNotes,
	Kong:          &kongNotes,
	APISIX:        &apisixNotes,
	TrafficServer: &trafficServerNotes,
	Squid:         &squidNotes,
	Varnish:       &varnishNotes,
	Hitch:         &hitchNotes,
	Nghttpx:       &nghttpxNotes,
	Stunnel:       &stunnelNotes,
	F5:            &f5Notes,
	NetScaler:     &netScalerNotes,
	Avi:           &aviNotes,
	WebSphere:     &webSphereNotes,
	WebLogic:      &webLogicNotes,
	SunProxy:      &sunProxyNotes,
	Tomcat:        &tomcatNotes,
	Java:          &javaNotes,
	AspNet:        &aspNetNotes,
	Puppet:        &puppetNotes,
	Zimbra:        &zimbraNotes,
	Authentik:     &authentikNotes,
	Node:          &nodeNotes,
	Go:            &goProgramsNotes,
	Python:        &pythonNotes,
}
