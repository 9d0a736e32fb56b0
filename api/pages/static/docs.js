/* global SwaggerUIBundle */
SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  // A link with ?url= must not make this page show and call somebody else's API.
  queryConfigEnabled: false,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  requestInterceptor: (request) => {
    const method = request.method?.toLowerCase();
    if (method === 'post' && !request.headers['Idempotency-Key']) {
      request.headers['Idempotency-Key'] = crypto.randomUUID();
    }
    return request;
  },
});
