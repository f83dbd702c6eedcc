'use strict';

const FIRST_QUERY = `# Ctrl+Space completes, the book on the left explains every field.
# A short first query:
{
  clusters(first: 3) {
    nodes {
      title
      slug
      news(first: 2) {
        nodes {
          title
          publishedAt
        }
      }
    }
  }
}
`;

if (window.GraphiQL && window.ReactDOM) {
  const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
  const explorer = React.createElement(GraphiQL, { fetcher, defaultQuery: FIRST_QUERY });
  ReactDOM.createRoot(document.getElementById('graphiql')).render(explorer);
} else {
  document.getElementById('loading').textContent =
    'GraphiQL could not be loaded from its CDN. On a closed network, start the server with --explorer-assets.';
}
